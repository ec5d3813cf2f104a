using System.Runtime.Versioning;
using Howdah.Pebble.Cli;

[assembly: SupportedOSPlatform("linux")]

return await CommandLine.RunAsync(args).ConfigureAwait(false);
