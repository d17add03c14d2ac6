using AgentFunctions.Core.Identity;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Http.Hosting;

/// <summary>What this application knows of one request; its presence on the context means the request is inside.</summary>
internal sealed class RequestState
{
    /// <summary>Ours, unique; the <c>x-request-id</c> of the answer.</summary>
    public string RequestId { get; set; } = "";

    /// <summary>Set by authentication.</summary>
    public Caller? Caller { get; set; }

    /// <summary>The model call that the request is; null for others.</summary>
    public ModelCall? ModelCall { get; set; }

    /// <summary>Code of the error that was answered, for telemetry.</summary>
    public string? ErrorCode { get; set; }
}
