using Howdah.HookTools;

// The name it was called by: .NET itself tells only which file was executed.
var name = File.ReadAllText("/proc/self/cmdline").Split('\0', 2)[0];
return HookTool.Run(Path.GetFileName(name), args);
