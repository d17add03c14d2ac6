namespace AgentFunctions.Core.Usage.Folding;

/// <summary>What one row adds up.</summary>
/// <param name="Level">Over which time.</param>
/// <param name="Bucket">Its begin, Unix seconds.</param>
/// <param name="Family">By what.</param>
/// <param name="Name">Name of the tag; null in other families.</param>
/// <param name="Value">The run, session, end user or tag's value; null in the base.</param>
/// <param name="Dimensions">The rest.</param>
internal readonly record struct RollupKey(RollupLevel Level, long Bucket, RollupFamily Family, string? Name, string? Value, RollupDimensions Dimensions);
