using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Tools;
using AgentFunctions.Gateway.Tools.Stages;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Gateway.Tools.Calls;

internal sealed class ToolGateway(ToolCallPipeline pipeline, TimeProvider time, ILogger<ToolGateway> logger) : IToolGateway
{
    public async ValueTask<ToolAnswer> InvokeAsync(ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        try
        {
            return await pipeline.Entry(new ToolContext(call, time.GetTimestamp()), cancellationToken);
        }
        catch (DocumentStoreUnavailableException exception)
        {
            // From the stages before anything is sent; the later ones answer for themselves.
            ToolLog.StoreUnavailable(logger, exception, call.CallId);
            return new ToolAnswer.Refused(ToolErrors.StoreUnavailable);
        }
    }
}
