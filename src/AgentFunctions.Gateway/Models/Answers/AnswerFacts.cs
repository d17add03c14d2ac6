namespace AgentFunctions.Gateway.Models.Answers;

/// <summary>What is read from a whole answer or a terminal stream event while it is checked to its end.</summary>
public sealed class AnswerFacts
{
    public ModelUsage Usage { get; internal set; }

    /// <summary>The answer's id (<c>chatcmpl-...</c>, <c>resp_...</c>).</summary>
    public string? Id { get; internal set; }

    /// <summary>The model the provider says answered.</summary>
    public string? Model { get; internal set; }

    /// <summary>The answer calls tools, the caller's or the provider's own.</summary>
    public bool HasToolCalls { get; internal set; }

    /// <summary>Ids of the output items of a response.</summary>
    public IReadOnlyList<string> OutputItemIds => ItemIds ?? (IReadOnlyList<string>)[];

    internal List<string>? ItemIds { get; set; }

    /// <summary>The root has a non-null <c>error</c>.</summary>
    internal bool HasError { get; set; }

    /// <summary>The root has <c>choices</c>, <c>data</c> or <c>output</c>.</summary>
    internal bool HasContent { get; set; }
}
