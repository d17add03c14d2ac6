using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Requests;

namespace AgentFunctions.Gateway.Models.Calls;

/// <summary>
/// The context of one model call, filled by the stages as it passes them. Used by one call at a time; not thread-safe beyond what the answer's reader needs.
/// </summary>
public sealed class ModelCall
{
    private readonly List<ModelAttempt> _attempts = new(1);
    private ReadOnlyMemory<byte> _body;

    /// <summary>Ours, never the caller's: keys the ledger, events and records.</summary>
    public required string CallId { get; init; }

    public required ModelOperation Operation { get; init; }

    public required Caller Caller { get; init; }

    /// <summary>The request body exactly as sent, or as its context was made smaller; empty for retrieve and delete. Must stay valid until the answer is disposed, and longer while <see cref="BodyEscaped"/>.</summary>
    public ReadOnlyMemory<byte> Body
    {
        get => _body;
        init => _body = value;
    }

    /// <summary>Whether the context is made smaller (<c>x-context</c>); null: as the agent declares.</summary>
    public bool? Compress { get; init; }

    /// <summary>Tokens of the messages before and after their context was made smaller; null where that was not asked for.</summary>
    public (int Before, int After)? ContextTokens { get; internal set; }

    /// <summary>Model named by the path (Azure's deployment form); wins over the body's.</summary>
    public string? ModelFromPath { get; init; }

    /// <summary>Retrieve and delete: the response id of the path.</summary>
    public string? ResponseId { get; init; }

    /// <summary>Retrieve: the <c>include</c> values of the query.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Caller's <c>OpenAI-Beta</c>, passed on.</summary>
    public string? OpenAIBeta { get; init; }

    /// <summary>The session the caller names (<c>x-session-id</c>), well formed; null for none.</summary>
    public string? NamedSession { get; init; }

    /// <summary>The run the caller names (<c>x-run-id</c>), well formed; null for none.</summary>
    public string? NamedRun { get; init; }

    /// <summary>The end user the caller names beside the body (<c>x-end-user</c>); null for none.</summary>
    public string? NamedEndUser { get; init; }

    /// <summary>W3C context to pass on when no span of ours is recording.</summary>
    public string? TraceParent { get; init; }

    public string? TraceState { get; init; }

    /// <summary>Timestamp of <see cref="TimeProvider.GetTimestamp"/> at the start, set by the gateway.</summary>
    public long StartedAt { get; internal set; }

    /// <summary>What was read from the body; set by the resolve stage.</summary>
    public ModelRequestFacts Facts { get; internal set; } = new();

    /// <summary>The model name the caller means; empty for retrieve and delete.</summary>
    public string Model { get; internal set; } = "";

    /// <summary>The declared model that <see cref="Model"/> resolves to; null for retrieve and delete.</summary>
    public Resource<ModelSpec>? ModelResource { get; internal set; }

    /// <summary>The target that an issued id ties this call to.</summary>
    public ModelPin? Pin { get; internal set; }

    /// <summary>Tokens recorded with the issued ids this call builds on; part of its input bound.</summary>
    public long InheritedTokens { get; internal set; }

    /// <summary>The session of the agent this call belongs to, as the caller named it; set by the bind stage. A dimension: keys nothing by itself.</summary>
    public string? SessionId { get; internal set; }

    /// <summary>The open run of the agent this call belongs to, as the caller named it; set by the bind stage.</summary>
    public string? RunId { get; internal set; }

    /// <summary>On whose behalf: <c>safety_identifier</c>, else <c>user</c>, else <c>x-end-user</c>; a name that can be erased. Set by the resolve stage.</summary>
    public string? EndUser { get; internal set; }

    /// <summary>What the barrier of erasures was when the call came; set by the stage of issued ids where there is an end user.</summary>
    internal long ErasuresSeen { get; set; }

    /// <summary>Strings of the body's <c>metadata</c>: at most 16, keys of at most 64 and values of at most 512 characters; null for none. Set by the bind stage.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; internal set; }

    /// <summary>Only priced targets may serve this call (hosted tools).</summary>
    public bool RequiresPrice { get; internal set; }

    /// <summary>The output cap to write upstream; null leaves the caller's own untouched. The least of the caller's, the model's <c>maxOutputTokens</c> and, where the caller names none, its <c>defaultOutputTokens</c>.</summary>
    public int? OutputLimit { get; set; }

    /// <summary>Output tokens that are held by now, where a streamed answer holds them step by step; null where all of them are held.</summary>
    internal long? HeldOutput { get; set; }

    /// <summary>The hold on the limits of this call's path; null before it was admitted.</summary>
    public Reservation? Reservation { get; internal set; }

    /// <summary>The limit that refused the call, where one did.</summary>
    public LimitState? RefusedBy { get; internal set; }

    /// <summary>The input was counted in tokens for the bound; its bytes did not fit.</summary>
    internal bool IsBoundExact { get; set; }

    /// <summary>Number of the last attempt that was charged already.</summary>
    internal int ChargedAttempts { get; set; }

    /// <summary>The call was charged.</summary>
    internal bool IsSettled { get; set; }

    /// <summary>There is no room for another attempt.</summary>
    internal bool MayNotRetry { get; set; }

    /// <summary>Every attempt at a provider, in order, the running one last.</summary>
    public IReadOnlyList<ModelAttempt> Attempts => _attempts;

    /// <summary>The latest attempt, or null before routing.</summary>
    public ModelAttempt? CurrentAttempt => _attempts.Count == 0 ? null : _attempts[^1];

    /// <summary>The usage of the attempt that answered; complete once the answer's events ended or its reader was disposed.</summary>
    public ModelUsage Usage => CurrentAttempt?.Usage ?? default;

    /// <summary>true when a transport may still be reading <see cref="Body"/>: its buffer must not go back to a pool.</summary>
    public bool BodyEscaped { get; internal set; }

    /// <summary>Timeouts of this call: the model's, or the defaults where there is no model.</summary>
    internal TimeoutsSpec Timeouts => ModelResource?.Spec.Timeouts ?? DefaultTimeouts;

    private static TimeoutsSpec DefaultTimeouts { get; } = new();

    /// <summary>Resolves the call without the resolve stage, for calls that serve no agent.</summary>
    internal ModelCall For(ModelRequestFacts facts, string name, Resource<ModelSpec> model)
    {
        (Facts, Model, ModelResource) = (facts, name, model);
        return this;
    }

    /// <summary>Sends another body in place of the caller's.</summary>
    internal void Replace(ReadOnlyMemory<byte> body, ModelRequestFacts facts) => (_body, Facts) = (body, facts);

    internal void Begin(ModelAttempt attempt) => _attempts.Add(attempt);
}
