// Starts `bnlint server` and passes it the settings; the server does everything else.
import { homedir } from "node:os";
import { commands, ExtensionContext, window, workspace } from "vscode";
import { LanguageClient, LanguageClientOptions, ServerOptions } from "vscode-languageclient/node";

const OPTIONS = ["select", "extendSelect", "ignore", "target", "dialect", "schema"] as const;
const INSTALL = 'pip install "bnlint[lsp]"';
const SETTINGS = "Open Settings";

let client: LanguageClient | undefined;
/** Starts and stops run one after another: a server must not be stopped while it is starting. */
let queue: Promise<void> = Promise.resolve();

/** The options that the user has set; configuration files decide about the others. */
function options(): Record<string, unknown> {
  const settings = workspace.getConfiguration("bnlint");
  const values = OPTIONS.map((key) => [key, settings.get<unknown>(key)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== null && value !== undefined && value !== ""));
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
  const clientOptions: LanguageClientOptions = {
    documentSelector: [
      { language: "prototxt", scheme: "file" },
      { language: "prototxt", scheme: "untitled" },
    ],
    initializationOptions: options,
  };
  const started = new LanguageClient("bnlint", "bnlint", server(), clientOptions);
  try {
    await started.start();
    client = started;
  } catch (error) {
    void showStartError(error);
  }
}

async function showStartError(error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  const answer = await window.showErrorMessage(
    `bnlint: the server did not start: ${reason}. Is it installed (${INSTALL}), and is the setting bnlint.command correct?`,
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
    // It has already exited.
  }
}

function enqueue(...steps: (() => Promise<void>)[]): Promise<void> {
  for (const step of steps) {
    queue = queue.then(step);
  }
  return queue;
}

async function sendOptions(): Promise<void> {
  await client?.sendNotification("workspace/didChangeConfiguration", { settings: { bnlint: options() } });
}

export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(
    commands.registerCommand("bnlint.restart", () => enqueue(stop, start)),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("bnlint.command") || event.affectsConfiguration("bnlint.enable")) {
        void enqueue(stop, start);
      } else if (OPTIONS.some((key) => event.affectsConfiguration(`bnlint.${key}`))) {
        void enqueue(sendOptions);
      }
    }),
    workspace.onDidGrantWorkspaceTrust(() => void enqueue(stop, start)),
  );
  await enqueue(start);
}

export function deactivate(): Promise<void> {
  return enqueue(stop);
}
