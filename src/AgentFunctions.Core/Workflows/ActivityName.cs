namespace AgentFunctions.Core.Workflows;

/// <summary>Names an activity of the catalogue and says what goes in and out.</summary>
/// <param name="Name"><c>^[A-Za-z][A-Za-z0-9_-]{0,99}$</c>, unique without regard to case. It is in histories: never rename one that has run.</param>
public sealed record ActivityName<TIn, TOut>(string Name);
