using System.Reflection;

namespace Howdah.Server.Hosting;

/// <summary>Facts on this program.</summary>
internal static class ThisProgram
{
    /// <summary>Its version.</summary>
    public static string Version { get; } =
        typeof(ThisProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
