namespace Howdah.Engine.Substrates;

/// <summary>The place cannot do what was asked. The message is for the person who runs Howdah: what is wrong, and what to do.</summary>
/// <param name="message">What is wrong, and what to do about it.</param>
/// <param name="innerException">The cause, when there is one.</param>
public sealed class SubstrateException(string message, Exception? innerException = null) : Exception(message, innerException);
