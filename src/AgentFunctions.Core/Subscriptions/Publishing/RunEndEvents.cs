using System.Buffers;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Runs.Writing;
using AgentFunctions.Core.Subscriptions.Declaration;
using AgentFunctions.Core.Subscriptions.Subjects;

namespace AgentFunctions.Core.Subscriptions.Publishing;

/// <summary>Publishes that a run is over, where a subscription listens. Runs within runs are part of theirs. Told again, it is the same event; after a rewind, another.</summary>
internal sealed class RunEndEvents(EventIntake intake, RunStore runs, IPayloadStore payloads, IDocumentStore store) : IRunEndListener
{
    /// <summary>A larger output stays with the run.</summary>
    private const int MaxOutput = 64 * 1024;
    private const int MaxOutputDepth = 30;
    private const string Publisher = "runs/";

    public async ValueTask EndedAsync(string tenantId, StoredRun run, CancellationToken cancellationToken)
    {
        if (!run.IsOurs || run.Parent is not null || run.Purged) return;
        var draft = new EventDraft { Topic = EventTopics.Runs, Event = await EventAsync(tenantId, run, cancellationToken), Team = run.Team, By = By(run.Id), Behind = await PeopleOfAsync(tenantId, run, cancellationToken), OnlyIfTaken = true };
        var outcome = await intake.PublishAsync(tenantId, draft, cancellationToken);
        if (outcome.Error is { } error) throw new DocumentStoreUnavailableException(error.Message);

        // Erased between being read and being published: nobody would look for it any more.
        if (await runs.FindAsync(tenantId, run.Id, cancellationToken) is { ErasedFrom: { } since } erased) await new EventTraces(store).EraseAsync(tenantId, erased, since, cancellationToken);
    }

    /// <summary><c>agentfunctions.run.completed</c>, <c>.failed</c>, <c>.cancelled</c>, <c>.terminated</c>, <c>.timed_out</c>.</summary>
    internal static string TypeOf(RunStatus status) => "agentfunctions.run." + status switch
    {
        RunStatus.Succeeded => "completed",
        RunStatus.TimedOut => "timed_out",
        _ => RunStatuses.ToName(status),
    };

    /// <summary>Who published it.</summary>
    internal static string By(string runId) => Publisher + runId;

    /// <summary>The run that published it; null where it was none, or all that it says is that the run is over.</summary>
    internal static string? SpeakerOf(StoredPosting posting) => posting.Topic == EventTopics.Runs && posting.By.StartsWith(Publisher, StringComparison.Ordinal) && Says(posting) ? posting.By[Publisher.Length..] : null;

    /// <summary>It has an output or a message; that a run was ended says nothing.</summary>
    internal static bool Says(StoredPosting posting)
    {
        var data = JsonElement.Parse(posting.Event);
        return !data.TryGetProperty("data", out var content) || content.ValueKind != JsonValueKind.Object || Has(content, "output") || Has(content, "error");
    }

    private static bool Has(JsonElement content, string name) => content.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Who started it, whoever else is behind it, and its agent.</summary>
    private async ValueTask<IReadOnlyList<string>> PeopleOfAsync(string tenantId, StoredRun run, CancellationToken cancellationToken) =>
        RunPeople.Of([run.StartedBy, .. await runs.PublishersOfAsync(tenantId, run, cancellationToken), RunPeople.Agent(run.Agent)]);

    private async ValueTask<CloudEvent> EventAsync(string tenantId, StoredRun run, CancellationToken cancellationToken)
    {
        var end = await runs.FindEndAsync(tenantId, run.Id, cancellationToken);
        var output = end?.Output is { } kept ? await payloads.ResolveAsync(tenantId, RunDocuments.OwnerOf(run.Id), kept, cancellationToken) : null;
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer)) Write(json, run, end, output);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return CloudEventReader.Read(document.RootElement.Clone(), "").Value ?? throw new InvalidOperationException("The event of a run's end is not valid.");
    }

    /// <summary>Small, and no deeper than what is published by others.</summary>
    private static bool IsSmall(string output)
    {
        if (output.Length > MaxOutput) return false;
        try
        {
            using var parsed = JsonDocument.Parse(output, new JsonDocumentOptions { MaxDepth = MaxOutputDepth });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Write(Utf8JsonWriter json, StoredRun run, StoredEnd? end, JsonElement? output)
    {
        json.WriteStartObject();
        json.WriteString("specversion"u8, "1.0");
        json.WriteString("id"u8, $"{run.Id}.{run.Generation}");
        json.WriteString("source"u8, "/runs/" + run.Id);
        json.WriteString("type"u8, TypeOf(run.State));
        json.WriteString("subject"u8, run.Target);
        json.WriteString("time"u8, DateTimeOffset.FromUnixTimeMilliseconds(run.EndedAt ?? run.LastSeenAt));
        json.WriteNumber(CloudEventNames.Depth, run.EventDepth + 1);
        if (run.EndUser is { } person) json.WriteString(CloudEventNames.EndUser, person);
        json.WriteStartObject("data"u8);
        json.WriteString("runId"u8, run.Id);
        json.WriteString("status"u8, run.Status);
        json.WriteString("target"u8, run.Target);
        json.WriteString("agent"u8, run.Agent.Length == 0 ? null : run.Agent);
        json.WriteString("team"u8, run.Team);
        json.WriteString("startedBy"u8, run.StartedBy);
        json.WritePropertyName("output"u8);
        var isSmall = output is { ValueKind: not JsonValueKind.Undefined } some && IsSmall(some.GetRawText());
        if (isSmall) output!.Value.WriteTo(json);
        else json.WriteNullValue();
        json.WriteBoolean("outputOmitted"u8, output is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } && !isSmall);
        if (end?.Error is { } error)
        {
            json.WriteStartObject("error"u8);
            json.WriteString("code"u8, error.Code);
            json.WriteString("message"u8, error.Message);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
