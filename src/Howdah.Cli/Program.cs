using Howdah.Cli.Invocation;
using Howdah.Cli.Output;

return await CommandLine.RunAsync(args, Screen.StandardOutput(), Screen.StandardError()).ConfigureAwait(false);
