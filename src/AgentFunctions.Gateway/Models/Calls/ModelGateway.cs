using AgentFunctions.Gateway.Models.Answers;

namespace AgentFunctions.Gateway.Models.Calls;

internal sealed class ModelGateway(ModelCallPipeline pipeline, TimeProvider time) : IModelGateway
{
    public ValueTask<ModelAnswer> InvokeAsync(ModelCall call, CancellationToken cancellationToken)
    {
        call.StartedAt = time.GetTimestamp();
        return pipeline.Entry(call, cancellationToken);
    }
}
