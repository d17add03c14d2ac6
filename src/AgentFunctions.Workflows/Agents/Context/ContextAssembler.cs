using System.Text.Json;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>Instructions, input, and of the transcript the latest turns that fit; older ones are left out whole, and the model is told so.</summary>
internal sealed class ContextAssembler(Transcript transcript, StepContent content) : IContextAssembler
{
    /// <summary>UTF-8 bytes of transcript that a model is shown; about 64,000 tokens.</summary>
    public const int TranscriptBytes = 256 * 1024;

    private const string LeftOut = "Earlier steps of this work were left out here. Everything below is what followed them.";

    public async ValueTask<IReadOnlyList<JsonElement>> AssembleAsync(AgentTurn turn, CancellationToken cancellationToken)
    {
        var (work, blueprint) = (turn.Work, turn.Blueprint);
        List<JsonElement> messages = [];
        if (blueprint.Spec.Instructions is { Length: > 0 } instructions) messages.Add(ChatMessages.Of("system", instructions));
        messages.AddRange(InputMessages.Read(await content.ReadAsync(work.TenantId, work.Run.Id, work.Input, cancellationToken), blueprint.Spec.UserInput != "untrusted"));
        var page = await transcript.ReadAsync(work, turn.LastModelStep, TranscriptBytes, cancellationToken);
        if (page.IsCut) messages.Add(ChatMessages.Of("user", LeftOut));
        messages.AddRange(page.Messages);
        return messages;
    }
}
