-- Runs Neovim with the server, without a screen: `nvim --headless -u NONE -S neovim.lua`.
-- BNLINT_CONFIGURATION is the user's init.lua, BNLINT_FILE the file to edit, BNLINT_LINE a line to hover,
-- BNLINT_REPORT the file for the JSON report of what was seen.

local report = { steps = {} }

local function finish()
  local out = assert(io.open(vim.env.BNLINT_REPORT, "w"))
  out:write(vim.fn.json_encode(report))
  out:close()
  vim.cmd("qa!")
end

local function wait_for(what, condition)
  report.steps[#report.steps + 1] = what
  if not vim.wait(20000, condition, 20) then
    report.failed = what
    finish()
  end
end

local function codes()
  local rules = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    local lsp = diagnostic.user_data and diagnostic.user_data.lsp
    rules[#rules + 1] = diagnostic.code or (lsp and lsp.code)
  end
  table.sort(rules)
  return rules
end

local ok, fault = pcall(function()
  vim.cmd("luafile " .. vim.fn.fnameescape(vim.env.BNLINT_CONFIGURATION))
  vim.cmd("edit " .. vim.fn.fnameescape(vim.env.BNLINT_FILE))
  wait_for("diagnostics arrive", function() return #codes() > 0 end)
  report.first = codes()

  local client = (vim.lsp.get_clients or vim.lsp.get_active_clients)()[1]
  local id = client.id
  local last = vim.api.nvim_buf_line_count(0)
  local params = {
    textDocument = vim.lsp.util.make_text_document_params(),
    range = { start = { line = 0, character = 0 }, ["end"] = { line = last, character = 0 } },
    context = { diagnostics = {}, only = { "source.fixAll.bnlint" } },
  }
  local reply = vim.lsp.buf_request_sync(0, "textDocument/codeAction", params, 20000)
  local action = reply[id].result[1]
  report.title = action.title
  if not action.edit then
    action = client.request_sync("codeAction/resolve", action, 20000, 0).result
  end
  vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
  report.text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n") .. "\n"
  wait_for("the finding goes", function() return not vim.tbl_contains(codes(), "BN201") end)
  report.left = codes()

  -- An edit that breaks the file, and one that repairs it.
  vim.api.nvim_buf_set_lines(0, 0, 0, false, { "layer {" })
  wait_for("a syntax error arrives", function() return vim.tbl_contains(codes(), "SYN001") end)
  vim.api.nvim_buf_set_lines(0, 0, 1, false, {})
  wait_for("the syntax error goes", function() return not vim.tbl_contains(codes(), "SYN001") end)

  local hover = { textDocument = params.textDocument, position = { line = vim.env.BNLINT_LINE + 0, character = 3 } }
  local answer = vim.lsp.buf_request_sync(0, "textDocument/hover", hover, 20000)
  report.hover = answer[id].result.contents.value
  vim.lsp.stop_client(id)
  wait_for("the server ends", function() return client.is_stopped() end)
end)
if not ok then
  report.failed = tostring(fault)
end
finish()
