namespace AgentFunctions.Gateway.Tools.Calls;

/// <summary>What became of sending a call.</summary>
internal enum ToolExecutionKind
{
    /// <summary>The tool answered, with a result or an error of its own.</summary>
    Answered,

    /// <summary>Nothing left, for certain.</summary>
    NotSent,

    /// <summary>It left, or part of it, and no answer came: it may have taken effect.</summary>
    Unanswered,
}
