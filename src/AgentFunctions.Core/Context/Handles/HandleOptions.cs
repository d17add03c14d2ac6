namespace AgentFunctions.Core.Context.Handles;

/// <summary>What left-out content is kept by. Section <c>AgentFunctions:Context</c>.</summary>
public sealed class HandleOptions
{
    public const string SectionName = "AgentFunctions:Context";

    /// <summary>How long a handle brings its content back, from the last time the content was left out. The end of its session ends it sooner. Default 7 days, 1 min to 365 days.</summary>
    public TimeSpan HandleLifetime { get; set; } = TimeSpan.FromDays(7);
}
