using AgentFunctions.Gateway.Models.Answers;

namespace AgentFunctions.Gateway.Models.Calls;

/// <summary>
/// One stage of the model-call pipeline: one class, one concern. Whole and streamed answers both pass it; a stage that looks at a stream's events wraps its
/// <see cref="ModelEventReader"/>. The order of the stages is written in <see cref="ModelCallPipeline"/>.
/// </summary>
public interface IModelCallStage
{
    ValueTask<ModelAnswer> InvokeAsync(ModelCall call, ModelCallHandler next, CancellationToken cancellationToken);
}
