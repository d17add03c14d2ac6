using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Context.Summaries;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Core.Sessions.Contexts;
using AgentFunctions.Core.Sessions.Declaration;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Subjects.Barrier;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>
/// Instructions, what the session holds, the input, and the transcript. An agent that declares a context, and a run of a session, have it assembled within a budget of tokens; of any other the latest turns that fit are shown, older
/// ones are left out whole, and the model is told so.
/// </summary>
internal sealed class ContextAssembler(Transcript transcript, StepContent content, RunSessions sessions, SessionContexts contexts, AgentCallers callers, RunRecall recall, ErasureBarrier barrier) : IContextAssembler
{
    /// <summary>UTF-8 bytes of transcript that a model is shown; about 64,000 tokens.</summary>
    public const int TranscriptBytes = 256 * 1024;

    /// <summary>UTF-8 bytes of transcript that a context is assembled from.</summary>
    private const int AssembledBytes = 8 * 1024 * 1024;

    private const string LeftOut = "Earlier steps of this work were left out here. Everything below is what followed them.";

    public async ValueTask<Outcome<AgentContext>> AssembleAsync(AgentTurn turn, CancellationToken cancellationToken)
    {
        var (work, blueprint) = (turn.Work, turn.Blueprint);
        var since = await barrier.NowAsync(work.TenantId, cancellationToken);
        var input = await content.ReadAsync(work.TenantId, work.Run.Id, work.Input, cancellationToken);
        var session = await sessions.FindAsync(work, cancellationToken);
        var turned = await sessions.TurnAsync(work, session, blueprint.Spec, input, cancellationToken);
        if (turned.Value is not { } said) return turned.Error!;
        return session is null && blueprint.Spec.Context is null && blueprint.Spec.Memory?.Recall is null ? await LatestAsync(turn, said, cancellationToken) : await AssembledAsync(turn, said, session, since, cancellationToken);
    }

    private async ValueTask<AgentContext> LatestAsync(AgentTurn turn, SessionTurn said, CancellationToken cancellationToken)
    {
        List<JsonElement> messages = [];
        if (turn.Blueprint.Spec.Instructions is { Length: > 0 } instructions) messages.Add(ChatMessages.Of("system", instructions));
        messages.AddRange(said.Shown.Select(static message => message.Message));
        var page = await transcript.ReadAsync(turn.Work, turn.LastModelStep, TranscriptBytes, cancellationToken);
        if (page.IsCut) messages.Add(ChatMessages.Of("user", LeftOut));
        messages.AddRange(page.Messages.Select(static message => message.Message));
        return new AgentContext(messages, null, null);
    }

    private async ValueTask<Outcome<AgentContext>> AssembledAsync(AgentTurn turn, SessionTurn said, OpenSession? session, long since, CancellationToken cancellationToken)
    {
        var (work, spec) = (turn.Work, turn.Blueprint.Spec);
        var page = await transcript.ReadAsync(work, turn.LastModelStep, AssembledBytes, cancellationToken);
        JsonElement[] input = [.. said.Shown.Select(static message => message.Message)];
        var recalled = await recall.FindAsync(turn, input, cancellationToken);
        var held = said.Held.Items.Aggregate(ContentLabel.Best, static (seen, message) => seen.Least(message.Label));
        var messages = Messages(said.Shown, page, [.. MessageLabels.OfAll(input, spec, held).Select(label => label.Least(work.InputLabel))], turn.Blueprint);
        if (recalled is not null) messages.Insert(0, recalled.ToMessage());
        var request = new ContextRequest
        {
            TenantId = work.TenantId,
            Agent = work.Run.Agent,
            Spec = spec,
            Session = session,
            History = said.Held,
            Since = since,
            Instructions = spec.Instructions,
            Messages = messages,
            Model = turn.Blueprint.Model,
            BudgetTokens = spec.Context?.BudgetTokens ?? AgentContextSpec.DefaultBudgetTokens,
            Compress = ContextSettings.Compresses(spec),
            Summaries = spec.Context?.Compression?.Summary is not null && (await callers.FindAsync(work.TenantId, work.Run.Agent, cancellationToken)).Value is { } caller ? new SummaryCall(caller, work.Run.Id, work.Run.Session) { EndUser = work.Run.EndUser } : null,
            EndUser = work.Run.EndUser,
            Previous = page.Context,
            ExpandTool = turn.Blueprint.Tools.Any(static tool => tool.Id == ContextExpandTool.ToolName) ? ContextExpandTool.ToolName : null,
        };
        var outcome = await contexts.AssembleAsync(request, cancellationToken);

        // Somebody in it was erased meanwhile: the turn is done again, with what is left.
        if (outcome.Error is { Status: 503 } erased) throw new DocumentStoreUnavailableException(erased.Message);
        return outcome.Value is { } assembled
            ? new AgentContext([.. assembled.Messages.Select(static message => message.Message)], assembled.State, new RunStepContext(assembled.TokensBefore, assembled.TokensAfter, assembled.Pollution)) { Recalled = recalled }
            : outcome.Error!;
    }

    /// <summary>The work itself stays, whatever happened since.</summary>
    private static List<ContextMessage> Messages(IReadOnlyList<InputMessage> input, TranscriptPage page, IReadOnlyList<ContentLabel> labels, AgentBlueprint blueprint)
    {
        List<ContextMessage> messages = [.. input.Select((message, index) => MessageLabels.ToContext(string.Create(CultureInfo.InvariantCulture, $"input.{message.Index}"), message.Message, labels[index]) with { Pinned = true })];
        var seen = labels.Aggregate(ContentLabel.Best, MessageLabels.Least);
        var fields = blueprint.Tools.Where(static tool => tool.Fields is not null).ToDictionary(static tool => tool.Id, static tool => tool.Fields, StringComparer.Ordinal);
        foreach (var message in page.Messages)
        {
            var label = message.Label ?? seen;
            seen = MessageLabels.Least(seen, label);
            messages.Add(new ContextMessage(message.Ref, message.Message, label) { UsedFields = message.Tool is { } tool ? fields.GetValueOrDefault(tool) : null });
        }

        return messages;
    }
}
