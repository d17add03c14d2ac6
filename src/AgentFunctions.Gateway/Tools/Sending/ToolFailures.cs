using System.Security.Authentication;
using AgentFunctions.Gateway.Egress;
using AgentFunctions.Gateway.Tools.Calls;
using AgentFunctions.Gateway.Tools.Stages;

namespace AgentFunctions.Gateway.Tools.Sending;

/// <summary>Failures in which no connection came to be: nothing left. In fixed words; what a name resolves to here is not said.</summary>
internal static class ToolFailures
{
    /// <summary>null where a connection came to be.</summary>
    public static ToolExecution? OfConnect(Exception exception, string tool) => (Find<EgressException>(exception), Find<AuthenticationException>(exception), exception as HttpRequestException) switch
    {
        ({ Refusal: EgressRefusal.AddressRefused }, _, _) =>
            ToolExecution.NotSent(ToolErrors.NotUsable(tool, "its host may not be reached from here: it has no public address, and is not among the exceptions of AGENTFUNCTIONS_EGRESS_ALLOW_PRIVATE.")),
        ({ Refusal: EgressRefusal.NameNotFound }, _, _) => ToolExecution.NotSent(ToolErrors.Unreachable(tool, "its host name is not known"), mayPass: true),
        (not null, _, _) => ToolExecution.NotSent(ToolErrors.Unreachable(tool, "nothing answers at its address"), mayPass: true),
        (_, not null, _) or (_, _, { HttpRequestError: HttpRequestError.SecureConnectionError }) => ToolExecution.NotSent(ToolErrors.Unreachable(tool, "no secure connection could be made (TLS)"), mayPass: true),
        (_, _, { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError }) => ToolExecution.NotSent(ToolErrors.Unreachable(tool, "nothing answers at its address"), mayPass: true),
        _ => null,
    };

    private static T? Find<T>(Exception exception)
        where T : Exception
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
            if (inner is T found) return found;
        return null;
    }
}
