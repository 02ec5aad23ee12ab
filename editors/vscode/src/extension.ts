// Starts `bnlint server` and hands it the settings; all else is the server's work.
import { homedir } from "node:os";
import { commands, ExtensionContext, window, workspace } from "vscode";
import { LanguageClient, LanguageClientOptions, ServerOptions } from "vscode-languageclient/node";

const OPTIONS = ["select", "extendSelect", "ignore", "target", "dialect"] as const;
const INSTALL = 'pip install "bnlint[lsp]"';
const SETTINGS = "Open Settings";

let client: LanguageClient | undefined;
/** What is to be done, one after another: a server must not be stopped while it still starts. */
let queue: Promise<void> = Promise.resolve();

/** The options that the user has set; what is not set is left to the configuration files. */
function options(): Record<string, unknown> {
  const settings = workspace.getConfiguration("bnlint");
  const given = OPTIONS.map((key) => [key, settings.get<unknown>(key)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== null && value !== undefined && value !== ""));
}

function expanded(part: string): string {
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? process.cwd();
  return part.replace(/^~(?=[\\/]|$)/, () => homedir()).replaceAll("${workspaceFolder}", () => folder);
}

function server(): ServerOptions {
  const parts = workspace.getConfiguration("bnlint").get<string[]>("command") ?? [];
  const [command = "bnlint", ...args] = parts.length ? parts.map(expanded) : ["bnlint", "server"];
  return { command, args };
}

async function start(): Promise<void> {
  if (!workspace.getConfiguration("bnlint").get<boolean>("enable", true)) {
    return;
  }
  const about: LanguageClientOptions = {
    documentSelector: [
      { language: "prototxt", scheme: "file" },
      { language: "prototxt", scheme: "untitled" },
    ],
    initializationOptions: options,
  };
  const started = new LanguageClient("bnlint", "bnlint", server(), about);
  try {
    await started.start();
    client = started;
  } catch (error) {
    void complain(error);
  }
}

async function complain(error: unknown): Promise<void> {
  const why = error instanceof Error ? error.message : String(error);
  const answer = await window.showErrorMessage(
    `bnlint's server did not start: ${why}. Is it installed (${INSTALL}), and does bnlint.command name it?`,
    SETTINGS,
  );
  if (answer === SETTINGS) {
    await commands.executeCommand("workbench.action.openSettings", "bnlint.command");
  }
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  try {
    await running?.dispose();
  } catch {
    // It has ended by itself.
  }
}

function next(...steps: (() => Promise<void>)[]): Promise<void> {
  for (const step of steps) {
    queue = queue.then(step);
  }
  return queue;
}

async function tell(): Promise<void> {
  await client?.sendNotification("workspace/didChangeConfiguration", { settings: { bnlint: options() } });
}

export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(
    commands.registerCommand("bnlint.restart", () => next(stop, start)),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("bnlint.command") || event.affectsConfiguration("bnlint.enable")) {
        void next(stop, start);
      } else if (OPTIONS.some((key) => event.affectsConfiguration(`bnlint.${key}`))) {
        void next(tell);
      }
    }),
    workspace.onDidGrantWorkspaceTrust(() => void next(stop, start)),
  );
  await next(start);
}

export function deactivate(): Promise<void> {
  return next(stop);
}
