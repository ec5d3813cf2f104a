using System.Text.Json.Serialization;

namespace Howdah.Charms.GlauthK8s.Actions;

/// <summary>Of <c>add-user</c>.</summary>
internal sealed record AddUser(string Username, string? Groups, string? Secret);

/// <summary>Of <c>set-user-password</c>.</summary>
internal sealed record SetUserPassword(string Username, string? Secret);

/// <summary>Of actions on a person.</summary>
internal sealed record UserName(string Username);

/// <summary>Of actions on a group.</summary>
internal sealed record GroupName(string Group);

/// <summary>Of actions on a person in a group.</summary>
internal sealed record Membership(string Group, string Username);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower)]
[JsonSerializable(typeof(AddUser))]
[JsonSerializable(typeof(SetUserPassword))]
[JsonSerializable(typeof(UserName))]
[JsonSerializable(typeof(GroupName))]
[JsonSerializable(typeof(Membership))]
internal sealed partial class ActionJson : JsonSerializerContext;
