using System.Collections.Concurrent;
using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Identifiers;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Memory.Declaration;
using AgentFunctions.Core.Memory.Extraction;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.ModelCalls;

namespace AgentFunctions.Gateway.Memory.Extraction;

/// <summary>
/// Facts by the model that an agent declares (<c>memory.extraction</c>), through the same pipeline as its other calls: its permissions and limits hold, its usage counts. What the model says counts only where its quote and value
/// stand in the message. Messages of another worth, or of another person, are never in one question: what one says must not decide what is taken from another.
/// </summary>
/// <param name="callers">Whose call it is.</param>
/// <param name="models">Asked late: model calls may look into memory themselves.</param>
/// <param name="time">The clock.</param>
internal sealed class GatewayExtractor(AgentCallers callers, Lazy<IModelInvoker> models, TimeProvider time) : IModelExtractor
{
    /// <summary>Messages of one question, and their UTF-16 units.</summary>
    private const int MaxMessages = 20;
    private const int MaxText = 24_000;
    private const int MaxPauses = 10_000;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>How long nobody asks again after an answer failed to come.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Tenant, string Agent), DateTimeOffset> _pauses = new();

    public async ValueTask<IReadOnlyList<ExtractedFact>?> ExtractAsync(string tenantId, string agent, IReadOnlyList<ExtractionMessage> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (messages.Count == 0 || IsPaused((tenantId, agent))) return null;
        if ((await callers.FindAsync(tenantId, MemoryAgents.IdOf(agent), cancellationToken)).Value is not { Agent.Spec.Memory.Extraction: { } spec } caller) return null;

        // The agent of that name belongs to another team now: what was said to that one is not shown to its model.
        if (MemoryAgents.KeyOf(caller.Agent.Id, caller.Agent.Spec.Team) != agent) return null;
        List<ExtractedFact> facts = [];
        foreach (var part in Parts(messages))
        {
            if (await AskAsync(caller, spec, part, cancellationToken) is not { } found)
            {
                if (_pauses.Count >= MaxPauses) _pauses.Clear();
                _pauses[(tenantId, agent)] = time.GetUtcNow() + Pause;
                return null;
            }

            facts.AddRange(found);
        }

        return facts;
    }

    private async ValueTask<IReadOnlyList<ExtractedFact>?> AskAsync(Caller caller, ExtractionSpec spec, IReadOnlyList<ExtractionMessage> messages, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(Timeout, time);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end.Token);
        try
        {
            var request = new ModelRequest { CallId = CallId.New(), Caller = caller, Body = ExtractionPrompt.Write(spec, messages), EndUser = messages[0].Speaker };
            var reply = await models.Value.InvokeAsync(request, life.Token);
            return reply.Value is { } answered ? ExtractionAnswer.Read(answered.Answer, messages) : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private bool IsPaused((string, string) key) => _pauses.TryGetValue(key, out var until) && time.GetUtcNow() < until;

    /// <summary>In order, each of one speaker and one label.</summary>
    private static IEnumerable<IReadOnlyList<ExtractionMessage>> Parts(IReadOnlyList<ExtractionMessage> messages)
    {
        List<ExtractionMessage> part = [];
        var length = 0;
        foreach (var message in messages)
        {
            if (part.Count > 0 && (part.Count == MaxMessages || length + message.Text.Length > MaxText || part[0].Label != message.Label || part[0].Speaker != message.Speaker))
            {
                yield return part;
                (part, length) = ([], 0);
            }

            part.Add(message);
            length += message.Text.Length;
        }

        if (part.Count > 0) yield return part;
    }
}
