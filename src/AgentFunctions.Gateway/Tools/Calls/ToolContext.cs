using System.Text.Json;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Tools.Calls;
using AgentFunctions.Core.Tools.Declaration;
using AgentFunctions.Gateway.Tools.Requests;

namespace AgentFunctions.Gateway.Tools.Calls;

/// <summary>One tool call on its way, filled by the stages as it passes them. Used by one call; not thread-safe.</summary>
internal sealed class ToolContext(ToolCall call, long startedAt)
{
    public ToolCall Call { get; } = call;

    /// <summary>Timestamp of <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long StartedAt { get; } = startedAt;

    public Caller Caller => Call.Caller;

    public string TenantId => Call.Caller.ControlPlane.TenantId;

    /// <summary>Set from the resolve stage on.</summary>
    public Resource<AgentSpec> Agent => Call.Caller.Agent!;

    /// <summary>Set by the resolve stage.</summary>
    public Resource<ToolSpec> Tool { get; set; } = null!;

    public ToolSpec Spec => Tool.Spec;

    /// <summary>What fits the tool's schema, names in order; set by the arguments stage.</summary>
    public JsonElement Arguments { get; set; }

    /// <summary>What will be sent; null for a built-in. Set by the arguments stage.</summary>
    public ToolRequest? Request { get; set; }

    /// <summary>Of tool and arguments; set by the arguments stage.</summary>
    public string Digest { get; set; } = "";

    public ToolCallKey Key => ToolCallKey.Of(Call);

    /// <summary>Its answer is kept for a repeat. Set by the repeat stage.</summary>
    public bool IsRemembered { get; set; } = true;

    /// <summary>What the barrier of erasures was before the call was sent; null where its answer is kept for nobody. Set by the record stage.</summary>
    public long? ErasuresSeen { get; set; }

    /// <summary>What is known of the call from before; null for nothing. Set by the repeat stage.</summary>
    public ToolCallRecord? Record { get; set; }

    /// <summary>The run of the call; set by the bind stage.</summary>
    public string? RunId { get; set; }

    /// <summary>Who started the run of a call from outside, where people may be asked; null for nobody. Set by the bind stage.</summary>
    public string? RunStarter { get; set; }

    /// <summary>Who published the events behind that run.</summary>
    public IReadOnlyList<string> RunPublishers { get; set; } = [];

    /// <summary>The session of the call; set by the bind stage.</summary>
    public string? SessionId { get; set; }

    /// <summary>On whose behalf; null where that is not known. Set by the bind stage.</summary>
    public string? EndUser { get; set; }

    /// <summary>The hold on the limits of the call's path; null before it was admitted.</summary>
    public Reservation? Reservation { get; set; }

    /// <summary>The call, or part of it, may have left.</summary>
    public bool IsSent { get; set; }

    /// <summary>Bytes that passed, both ways, over all tries.</summary>
    public long Bytes { get; set; }

    /// <summary>Set by the execute stage.</summary>
    public ToolExecution? Execution { get; set; }
}
