namespace Howdah.Server.Client.Errors;

/// <summary>What the engine answers to a request that it refuses: <c>{"error":{"kind":…,"message":…}}</c>.</summary>
/// <param name="Error">The error.</param>
public sealed record ApiErrorEnvelope(ApiError Error);

/// <summary>An error as it goes over the wire.</summary>
/// <param name="Kind">One of <see cref="ErrorKinds"/>.</param>
/// <param name="Message">For the person who asked: what was wrong, with what value, what to do.</param>
public sealed record ApiError(string Kind, string Message);
