using System.Globalization;

namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>A call with everything that will happen to it: what is asked, what the provider answers, when the caller lets go. Caller and provider read the same plan, so that what it must cost is known beforehand.</summary>
internal sealed record PlannedCall(int Number)
{
    /// <summary>Sent as the end user: finds the plan at the provider, and the usage events afterwards.</summary>
    public string Marker => string.Create(CultureInfo.InvariantCulture, $"c{Number}");

    public PlannedSurface Surface { get; init; }

    public bool IsStream { get; init; }

    /// <summary>What the provider reports; null: nothing.</summary>
    public PlannedTokens? Tokens { get; init; }

    /// <summary>Attempts that fail with 503 before one succeeds.</summary>
    public int Failures { get; init; }

    public int Choices { get; init; } = 1;

    /// <summary>What the answer says, a piece an event.</summary>
    public IReadOnlyList<string> Pieces { get; init; } = ["Hello", " there", "."];

    /// <summary>The caller lets go after so many pieces; the provider then goes on for ever.</summary>
    public int? LetsGoAfter { get; init; }

    /// <summary>The provider falls silent after so many pieces (0: before it answers at all).</summary>
    public int? FallsSilentAfter { get; init; }

    /// <summary>The model is one whose timeouts are short.</summary>
    public bool IsHasty { get; init; }

    /// <summary>The provider sends no usage.</summary>
    public bool IsSilentOnUsage { get; init; }

    /// <summary>The first attempt's answer breaks off before it says anything.</summary>
    public bool BreaksFirst { get; init; }

    /// <summary>The caller lets go after so many pieces of a stream while the provider goes on to its end: how much comes through meanwhile nobody can say.</summary>
    public int? RacesAfter { get; init; }

    /// <summary>No usage arrives for the last attempt: it is counted from what was sent and seen.</summary>
    public bool IsCounted => IsSilentOnUsage || LetsGoAfter is not null || FallsSilentAfter is not null;

    /// <summary>What reaches the caller of each choice.</summary>
    public string Delivered => string.Concat(Pieces.Take(Math.Min(LetsGoAfter ?? int.MaxValue, FallsSilentAfter ?? int.MaxValue)));

    /// <summary>The caller asks for usage in its stream.</summary>
    public bool AsksForUsage { get; init; }

    public int MaxTokens { get; init; } = 200;

    public string Prompt { get; init; } = "Say hello";

    /// <summary>Before the provider answers.</summary>
    public TimeSpan Delay { get; init; }

    public string Path => Surface switch
    {
        PlannedSurface.Chat => "/v1/chat/completions",
        PlannedSurface.Responses => "/v1/responses",
        _ => "/v1/embeddings",
    };

    public string Body(string model) => Surface switch
    {
        PlannedSurface.Chat => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"model":"{{model}}","max_tokens":{{MaxTokens}},"n":{{Choices}},{{Streaming}}"user":"{{Marker}}","messages":[{"role":"user","content":"{{Prompt}}"}]}"""),
        PlannedSurface.Responses => string.Create(
            CultureInfo.InvariantCulture, $$"""{"model":"{{model}}","max_output_tokens":{{MaxTokens}},"stream":{{(IsStream ? "true" : "false")}},"user":"{{Marker}}","input":"{{Prompt}}"}"""),
        _ => $$"""{"model":"{{model}}","user":"{{Marker}}","input":"{{Prompt}}"}""",
    };

    private string Streaming => !IsStream ? "" : AsksForUsage ? """ "stream":true,"stream_options":{"include_usage":true},""" : """ "stream":true,""";
}
