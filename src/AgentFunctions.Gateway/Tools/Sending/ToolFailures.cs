using System.Security.Authentication;
using AgentFunctions.Gateway.Egress;
using AgentFunctions.Gateway.Tools.Calls;
using AgentFunctions.Gateway.Tools.Stages;

namespace AgentFunctions.Gateway.Tools.Sending;

/// <summary>Failures in which no connection came to be: nothing left. In fixed words; what a name resolves to here is not said.</summary>
internal static class ToolFailures
{
    /// <summary>null where a connection came to be.</summary>
    public static ToolExecution? OfConnect(Exception exception, string tool)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case EgressException { Refusal: EgressRefusal.AddressRefused }:
                    return ToolExecution.NotSent(ToolErrors.NotUsable(tool, "its host may not be reached from here: it has no public address, and is not among the exceptions of AGENTFUNCTIONS_EGRESS_ALLOW_PRIVATE."));
                case EgressException { Refusal: EgressRefusal.NameNotFound }:
                    return ToolExecution.NotSent(ToolErrors.Unreachable(tool, "its host name is not known"), mayPass: true);
                case EgressException:
                    return ToolExecution.NotSent(ToolErrors.Unreachable(tool, "nothing answers at its address"), mayPass: true);
                case AuthenticationException or HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }:
                    return ToolExecution.NotSent(ToolErrors.Unreachable(tool, "no secure connection could be made (TLS)"), mayPass: true);
                case HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError }:
                    return ToolExecution.NotSent(ToolErrors.Unreachable(tool, "nothing answers at its address"), mayPass: true);
            }
        }

        return null;
    }
}
