"""The LALR table of bnlint/prototxt/grammar.lark. Written by `python -m tools.generate`; do not edit."""

GRAMMAR_HASH = '6ede7a5f588d54ff'
START = 0
END = 1
OPEN_STATE = 6
LEAF = 1
POP = 2
SHIFT = 10
PUSH = 1000
TOKENS = ('FIELD',
 'OPEN',
 'CLOSE',
 'NAME',
 'NUMBER',
 'STRING',
 'MINUS',
 'COLON',
 'COMMA',
 'SEMICOLON',
 'LBRACE',
 'RBRACE',
 'LANGLE',
 'RANGLE',
 'LSQB',
 'RSQB',
 'DOT',
 'SLASH',
 'BAD')
RULES = (('document', 1, ''),
 ('items', 0, 'nothing'),
 ('items', 2, 'leaf'),
 ('items', 4, 'block'),
 ('items', 2, 'item'),
 ('items', 3, 'item'),
 ('items', 3, 'item'),
 ('field', 3, 'scalar_field'),
 ('field', 3, 'message_field'),
 ('field', 2, 'bare_message_field'),
 ('field', 4, 'list_field'),
 ('field', 5, 'list_field'),
 ('field', 5, 'list_field'),
 ('field', 3, 'list_field'),
 ('field', 4, 'list_field'),
 ('field', 3, 'open_field'),
 ('name', 1, 'same'),
 ('name', 3, 'extension_name'),
 ('name', 5, 'extension_name'),
 ('path', 1, 'same'),
 ('path', 3, 'span'),
 ('message', 3, 'message'),
 ('message', 3, 'message'),
 ('scalars', 1, 'first'),
 ('scalars', 3, 'more'),
 ('messages', 1, 'first'),
 ('messages', 3, 'more'),
 ('scalar', 1, 'same'),
 ('scalar', 1, 'same'),
 ('scalar', 1, 'same'),
 ('scalar', 2, 'span'),
 ('scalar', 2, 'span'),
 ('strings', 1, 'same'),
 ('strings', 2, 'span'))
TRIVIA = '(?:[ \t\n\r\x0c\\v]++|#[^\n\\0]*+)*+'
COARSE_TOKENS = ('(?:(?P<FIELD>(?P<name>[A-Za-z_][A-Za-z0-9_]*+)[ \t]*+:[ \t]*+(?P<value>"[^"\\\\\n'
 '\\0]*+"|\'[^\'\\\\\n'
 "\\0]*+'|[A-Za-z_][A-Za-z0-9_]*+|-?(?:0[xX][0-9a-fA-F]++|0[0-7]++|(?:(?:0|[1-9][0-9]*+)(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE][+-]?[0-9]++|)[fF]?+)(?![A-Za-z0-9_.]))(?!(?:[ \t\n"
 '\r'
 '\x0c'
 '\\v]++|#[^\n'
 '\\0]*+)*+["\',;]))|(?P<OPEN>(?P<block>[A-Za-z_][A-Za-z0-9_]*+)[ \t]*+:?+[ \t'
 ']*+\\{)|(?P<CLOSE>\\}(?!(?:[ \t\n'
 '\r'
 '\x0c'
 '\\v]++|#[^\n'
 '\\0]*+)*+["\',;])))(?:[ \t\n'
 '\r'
 '\x0c'
 '\\v]++|#[^\n'
 '\\0]*+)*+|(?P<OTHER>(?s:.))')
ALL_TOKENS = ('(?:(?P<FIELD>(?P<name>[A-Za-z_][A-Za-z0-9_]*+)[ \t]*+:[ \t]*+(?P<value>"[^"\\\\\n'
 '\\0]*+"|\'[^\'\\\\\n'
 "\\0]*+'|[A-Za-z_][A-Za-z0-9_]*+|-?(?:0[xX][0-9a-fA-F]++|0[0-7]++|(?:(?:0|[1-9][0-9]*+)(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE][+-]?[0-9]++|)[fF]?+)(?![A-Za-z0-9_.]))(?!(?:[ \t\n"
 '\r'
 '\x0c'
 '\\v]++|#[^\n'
 '\\0]*+)*+["\',;]))|(?P<OPEN>(?P<block>[A-Za-z_][A-Za-z0-9_]*+)[ \t]*+:?+[ \t'
 ']*+\\{)|(?P<CLOSE>\\}(?!(?:[ \t\n'
 '\r'
 '\x0c'
 '\\v]++|#[^\n'
 '\\0]*+)*+["\',;]))|(?P<NAME>[A-Za-z_][A-Za-z0-9_]*+)|(?P<NUMBER>(?:0[xX][0-9a-fA-F]++|0[0-7]++|(?:(?:0|[1-9][0-9]*+)(?:\\.[0-9]*+)?+|(?<![A-Za-z0-9_])\\.[0-9]++)(?:[eE][+-]?[0-9]++|)[fF]?+)(?![A-Za-z0-9_.]))|(?P<STRING>(?:"(?:[^"\\\\\n'
 '\\0]|(?>\\\\(?:[abfnrtv\\\\?\'"0-7]|[xX][0-9a-fA-F]|u[0-9a-fA-F]{4}|U00[01][0-9a-fA-F]{5})))*+"|\'(?:[^\'\\\\\n'
 '\\0]|(?>\\\\(?:[abfnrtv\\\\?\'"0-7]|[xX][0-9a-fA-F]|u[0-9a-fA-F]{4}|U00[01][0-9a-fA-F]{5})))*+\'))|(?P<MINUS>-(?=(?:[ \t\n'
 '\r'
 '\x0c'
 '\\v]++|#[^\n'
 '\\0]*+)*+(?:[0-9.]|(?:[iI][nN][fF](?:[iI][nN][iI][tT][yY])?|[nN][aA][nN])(?![A-Za-z0-9_]))))|(?P<COLON>:)|(?P<COMMA>,)|(?P<SEMICOLON>;)|(?P<LBRACE>\\{)|(?P<RBRACE>\\})|(?P<LANGLE><)|(?P<RANGLE>>)|(?P<LSQB>\\[)|(?P<RSQB>\\])|(?P<DOT>\\.(?![0-9]))|(?P<SLASH>/)|(?P<BAD>(?s:.)))(?:[ \t\n'
 '\r'
 '\x0c'
 '\\v]++|#[^\n'
 '\\0]*+)*+')
FINE_TOKENS = ('(?:(?P<NAME>[A-Za-z_][A-Za-z0-9_]*+)|(?P<NUMBER>(?:0[xX][0-9a-fA-F]++|0[0-7]++|(?:(?:0|[1-9][0-9]*+)(?:\\.[0-9]*+)?+|(?<![A-Za-z0-9_])\\.[0-9]++)(?:[eE][+-]?[0-9]++|)[fF]?+)(?![A-Za-z0-9_.]))|(?P<STRING>(?:"(?:[^"\\\\\n'
 '\\0]|(?>\\\\(?:[abfnrtv\\\\?\'"0-7]|[xX][0-9a-fA-F]|u[0-9a-fA-F]{4}|U00[01][0-9a-fA-F]{5})))*+"|\'(?:[^\'\\\\\n'
 '\\0]|(?>\\\\(?:[abfnrtv\\\\?\'"0-7]|[xX][0-9a-fA-F]|u[0-9a-fA-F]{4}|U00[01][0-9a-fA-F]{5})))*+\'))|(?P<MINUS>-(?=(?:[ \t\n'
 '\r'
 '\x0c'
 '\\v]++|#[^\n'
 '\\0]*+)*+(?:[0-9.]|(?:[iI][nN][fF](?:[iI][nN][iI][tT][yY])?|[nN][aA][nN])(?![A-Za-z0-9_]))))|(?P<COLON>:)|(?P<COMMA>,)|(?P<SEMICOLON>;)|(?P<LBRACE>\\{)|(?P<RBRACE>\\})|(?P<LANGLE><)|(?P<RANGLE>>)|(?P<LSQB>\\[)|(?P<RSQB>\\])|(?P<DOT>\\.(?![0-9]))|(?P<SLASH>/)|(?P<BAD>(?s:.)))(?:[ \t\n'
 '\r'
 '\x0c'
 '\\v]++|#[^\n'
 '\\0]*+)*+')
PLAIN = ('(?:[ \t\n'
 '\r'
 '\x0c'
 '\\v]++|#[^\n'
 '\\0]*+)*+([A-Za-z_][A-Za-z0-9_]*+)[ \t]*+:[ \t]*+("[^"\\\\\n'
 '\\0]*+"|[A-Za-z_][A-Za-z0-9_]*+)(?!(?:[ \t\n'
 '\r'
 '\x0c'
 '\\v]++|#[^\n'
 '\\0]*+)*+["\',;])')
OPENING = ('(?:[ \t\n'
 '\r'
 '\x0c'
 '\\v]++|#[^\n'
 '\\0]*+)*+(([A-Za-z_][A-Za-z0-9_]*+)[ \t]*+:?+[ \t]*+\\{)(?:[ \t\n'
 '\r'
 '\x0c'
 '\\v]++|#[^\n'
 '\\0]*+)*+(?>(?:[A-Za-z_][A-Za-z0-9_]*+)[ \t]*+:[ \t]*+(?:"[^"\\\\\n'
 '\\0]*+"|[A-Za-z_][A-Za-z0-9_]*+)(?:[ \t\n'
 '\r'
 '\x0c'
 '\\v]++|#[^\n'
 '\\0]*+)*+)++(?!["\',;])')
SHUT = '\\}(?!(?:[ \t\n\r\x0c\\v]++|#[^\n\\0]*+)*+["\',;])'
ACTIONS = ({'$END': -2, 'FIELD': -2, 'LSQB': -2, 'NAME': -2, 'OPEN': -2},
 {},
 {'$END': -1, 'FIELD': 1, 'LSQB': 14, 'NAME': 15, 'OPEN': 1011},
 {'$END': -3, 'CLOSE': -3, 'FIELD': -3, 'LSQB': -3, 'NAME': -3, 'OPEN': -3, 'RANGLE': -3, 'RBRACE': -3},
 {'NAME': 19},
 {'COLON': -17, 'LANGLE': -17, 'LBRACE': -17, 'LSQB': -17},
 {'CLOSE': -2, 'FIELD': -2, 'LSQB': -2, 'NAME': -2, 'OPEN': -2, 'RBRACE': -2},
 {'$END': -5,
  'CLOSE': -5,
  'COMMA': 22,
  'FIELD': -5,
  'LSQB': -5,
  'NAME': -5,
  'OPEN': -5,
  'RANGLE': -5,
  'RBRACE': -5,
  'SEMICOLON': 23},
 {'COLON': 24, 'LANGLE': 25, 'LBRACE': 26, 'LSQB': 27},
 {'DOT': -20, 'RSQB': -20, 'SLASH': -20},
 {'DOT': 29, 'RSQB': 30, 'SLASH': 31},
 {'CLOSE': 2, 'FIELD': 1, 'LSQB': 14, 'NAME': 15, 'OPEN': 1011, 'RBRACE': 33},
 {'$END': -6, 'CLOSE': -6, 'FIELD': -6, 'LSQB': -6, 'NAME': -6, 'OPEN': -6, 'RANGLE': -6, 'RBRACE': -6},
 {'$END': -7, 'CLOSE': -7, 'FIELD': -7, 'LSQB': -7, 'NAME': -7, 'OPEN': -7, 'RANGLE': -7, 'RBRACE': -7},
 {'LANGLE': 25, 'LBRACE': 26, 'LSQB': 34, 'MINUS': 35, 'NAME': 36, 'NUMBER': 37, 'STRING': 38},
 {'FIELD': -2, 'LSQB': -2, 'NAME': -2, 'OPEN': -2, 'RANGLE': -2},
 {'FIELD': -2, 'LSQB': -2, 'NAME': -2, 'OPEN': -2, 'RBRACE': -2},
 {'LANGLE': 25, 'LBRACE': 26, 'RSQB': 44},
 {'$END': -10,
  'CLOSE': -10,
  'COMMA': -10,
  'FIELD': -10,
  'LSQB': -10,
  'NAME': -10,
  'OPEN': -10,
  'RANGLE': -10,
  'RBRACE': -10,
  'SEMICOLON': -10},
 {'NAME': 47},
 {'COLON': -18, 'LANGLE': -18, 'LBRACE': -18, 'LSQB': -18},
 {'NAME': 19},
 {'$END': -4, 'CLOSE': -4, 'FIELD': -4, 'LSQB': -4, 'NAME': -4, 'OPEN': -4, 'RANGLE': -4, 'RBRACE': -4},
 {'$END': -16,
  'CLOSE': -16,
  'COMMA': -16,
  'FIELD': -16,
  'LSQB': -16,
  'NAME': -16,
  'OPEN': -16,
  'RANGLE': -16,
  'RBRACE': -16,
  'SEMICOLON': -16},
 {'LANGLE': 25, 'LBRACE': 26, 'MINUS': 35, 'NAME': 36, 'NUMBER': 37, 'RSQB': 49, 'STRING': 38},
 {'NAME': 53, 'NUMBER': 54},
 {'$END': -30,
  'CLOSE': -30,
  'COMMA': -30,
  'FIELD': -30,
  'LSQB': -30,
  'NAME': -30,
  'OPEN': -30,
  'RANGLE': -30,
  'RBRACE': -30,
  'RSQB': -30,
  'SEMICOLON': -30},
 {'$END': -29,
  'CLOSE': -29,
  'COMMA': -29,
  'FIELD': -29,
  'LSQB': -29,
  'NAME': -29,
  'OPEN': -29,
  'RANGLE': -29,
  'RBRACE': -29,
  'RSQB': -29,
  'SEMICOLON': -29},
 {'$END': -33,
  'CLOSE': -33,
  'COMMA': -33,
  'FIELD': -33,
  'LSQB': -33,
  'NAME': -33,
  'OPEN': -33,
  'RANGLE': -33,
  'RBRACE': -33,
  'RSQB': -33,
  'SEMICOLON': -33,
  'STRING': -33},
 {'$END': -9,
  'CLOSE': -9,
  'COMMA': -9,
  'FIELD': -9,
  'LSQB': -9,
  'NAME': -9,
  'OPEN': -9,
  'RANGLE': -9,
  'RBRACE': -9,
  'SEMICOLON': -9},
 {'$END': -8,
  'CLOSE': -8,
  'COMMA': -8,
  'FIELD': -8,
  'LSQB': -8,
  'NAME': -8,
  'OPEN': -8,
  'RANGLE': -8,
  'RBRACE': -8,
  'SEMICOLON': -8},
 {'$END': -28,
  'CLOSE': -28,
  'COMMA': -28,
  'FIELD': -28,
  'LSQB': -28,
  'NAME': -28,
  'OPEN': -28,
  'RANGLE': -28,
  'RBRACE': -28,
  'RSQB': -28,
  'SEMICOLON': -28,
  'STRING': 55},
 {'FIELD': 1, 'LSQB': 14, 'NAME': 15, 'OPEN': 1011, 'RANGLE': 56},
 {'FIELD': 1, 'LSQB': 14, 'NAME': 15, 'OPEN': 1011, 'RBRACE': 57},
 {'$END': -14,
  'CLOSE': -14,
  'COMMA': -14,
  'FIELD': -14,
  'LSQB': -14,
  'NAME': -14,
  'OPEN': -14,
  'RANGLE': -14,
  'RBRACE': -14,
  'SEMICOLON': -14},
 {'COMMA': -26, 'RSQB': -26},
 {'COMMA': 58, 'RSQB': 59},
 {'DOT': -21, 'RSQB': -21, 'SLASH': -21},
 {'DOT': 29, 'RSQB': 60},
 {'$END': -11,
  'CLOSE': -11,
  'COMMA': -11,
  'FIELD': -11,
  'LSQB': -11,
  'NAME': -11,
  'OPEN': -11,
  'RANGLE': -11,
  'RBRACE': -11,
  'SEMICOLON': -11},
 {'COMMA': 58, 'RSQB': 61},
 {'COMMA': -24, 'RSQB': -24},
 {'COMMA': 62, 'RSQB': 63},
 {'$END': -32,
  'CLOSE': -32,
  'COMMA': -32,
  'FIELD': -32,
  'LSQB': -32,
  'NAME': -32,
  'OPEN': -32,
  'RANGLE': -32,
  'RBRACE': -32,
  'RSQB': -32,
  'SEMICOLON': -32},
 {'$END': -31,
  'CLOSE': -31,
  'COMMA': -31,
  'FIELD': -31,
  'LSQB': -31,
  'NAME': -31,
  'OPEN': -31,
  'RANGLE': -31,
  'RBRACE': -31,
  'RSQB': -31,
  'SEMICOLON': -31},
 {'$END': -34,
  'CLOSE': -34,
  'COMMA': -34,
  'FIELD': -34,
  'LSQB': -34,
  'NAME': -34,
  'OPEN': -34,
  'RANGLE': -34,
  'RBRACE': -34,
  'RSQB': -34,
  'SEMICOLON': -34,
  'STRING': -34},
 {'$END': -23,
  'CLOSE': -23,
  'COMMA': -23,
  'FIELD': -23,
  'LSQB': -23,
  'NAME': -23,
  'OPEN': -23,
  'RANGLE': -23,
  'RBRACE': -23,
  'RSQB': -23,
  'SEMICOLON': -23},
 {'$END': -22,
  'CLOSE': -22,
  'COMMA': -22,
  'FIELD': -22,
  'LSQB': -22,
  'NAME': -22,
  'OPEN': -22,
  'RANGLE': -22,
  'RBRACE': -22,
  'RSQB': -22,
  'SEMICOLON': -22},
 {'LANGLE': 25, 'LBRACE': 26},
 {'$END': -15,
  'CLOSE': -15,
  'COMMA': -15,
  'FIELD': -15,
  'LSQB': -15,
  'NAME': -15,
  'OPEN': -15,
  'RANGLE': -15,
  'RBRACE': -15,
  'SEMICOLON': -15},
 {'COLON': -19, 'LANGLE': -19, 'LBRACE': -19, 'LSQB': -19},
 {'$END': -13,
  'CLOSE': -13,
  'COMMA': -13,
  'FIELD': -13,
  'LSQB': -13,
  'NAME': -13,
  'OPEN': -13,
  'RANGLE': -13,
  'RBRACE': -13,
  'SEMICOLON': -13},
 {'MINUS': 35, 'NAME': 36, 'NUMBER': 37, 'STRING': 38},
 {'$END': -12,
  'CLOSE': -12,
  'COMMA': -12,
  'FIELD': -12,
  'LSQB': -12,
  'NAME': -12,
  'OPEN': -12,
  'RANGLE': -12,
  'RBRACE': -12,
  'SEMICOLON': -12},
 {'COMMA': -27, 'RSQB': -27},
 {'COMMA': -25, 'RSQB': -25})
GOTOS = ({'document': 1, 'items': 2},
 {},
 {'field': 7, 'name': 8},
 {},
 {'path': 10},
 {},
 {'items': 11},
 {},
 {'message': 18},
 {},
 {},
 {'field': 7, 'name': 8},
 {},
 {},
 {'message': 29, 'scalar': 30, 'strings': 31},
 {'items': 32},
 {'items': 33},
 {'message': 35, 'messages': 36},
 {},
 {},
 {},
 {'path': 38},
 {},
 {},
 {'message': 35, 'messages': 40, 'scalar': 41, 'scalars': 42, 'strings': 31},
 {},
 {},
 {},
 {},
 {},
 {},
 {},
 {'field': 7, 'name': 8},
 {'field': 7, 'name': 8},
 {},
 {},
 {},
 {},
 {},
 {},
 {},
 {},
 {},
 {},
 {},
 {},
 {},
 {},
 {'message': 54},
 {},
 {},
 {},
 {'scalar': 55, 'strings': 31},
 {},
 {},
 {})
