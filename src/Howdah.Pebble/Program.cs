using System.Runtime.Versioning;
using Howdah.Pebble.Daemon;

[assembly: SupportedOSPlatform("linux")]

return await RunCommand.RunAsync(RunOptions.FromEnvironment() with
{
    CreateDirs = args.Contains("--create-dirs"), Hold = args.Contains("--hold"), Verbose = args.Contains("--verbose"),
    Http = args.FirstOrDefault(a => a.StartsWith("--http=", StringComparison.Ordinal))?[7..],
}).ConfigureAwait(false);
