using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Runs.Subjects;

/// <summary>Runs that were started on behalf of people, with the runs within them and their forks. Exported with all contents; erased like a purge, whether or not they are over.</summary>
internal sealed class RunSubjects(RunStore runs, RunIndex index, RunStepWrites steps, RunErasing erasing, IPayloadStore payloads) : ISubjectData
{
    public string Name => "runs";

    public bool IsErasedFirst => true;

    public async IAsyncEnumerable<SubjectItem> ExportAsync(SubjectScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        await foreach (var entry in index.ListAsync(scope.TenantId, RunDocuments.Entries, RunErasing.FilterOf(scope), cancellationToken))
        {
            if (await runs.FindAsync(scope.TenantId, entry.Id, cancellationToken) is not { Purged: false } run || run.Entry != entry.Entry) continue;
            var agent = run.Agent.Length == 0 ? null : run.Agent;
            yield return new SubjectItem("run", agent, await RunAsync(scope.TenantId, run, cancellationToken));
            await foreach (var stored in steps.ListAsync(scope.TenantId, run.Id, null, null, cancellationToken))
            {
                var (input, output) = (await WholeAsync(scope.TenantId, run, stored.Step.Input, cancellationToken), await WholeAsync(scope.TenantId, run, stored.Step.Output, cancellationToken));
                yield return new SubjectItem("step", agent, Write(json =>
                {
                    json.WriteString("runId"u8, run.Id);
                    json.WritePropertyName("step"u8);
                    RunStepJson.Write(json, stored.Step with { Input = input, Output = output }, null);
                }));
            }
        }
    }

    public ValueTask EraseAsync(SubjectScope scope, IErasureTally tally, CancellationToken cancellationToken) => erasing.EraseAsync(scope, tally, cancellationToken);

    private async ValueTask<JsonElement> RunAsync(string tenantId, StoredRun run, CancellationToken cancellationToken)
    {
        var work = await runs.FindWorkAsync(tenantId, run.Id, cancellationToken);
        var end = run.IsClosed ? await runs.FindEndAsync(tenantId, run.Id, cancellationToken) : null;
        var (input, output) = (await WholeAsync(tenantId, run, work?.Input, cancellationToken), await WholeAsync(tenantId, run, end?.Output, cancellationToken));
        return Write(json =>
        {
            json.WriteString("id"u8, run.Id);
            json.WriteString("target"u8, run.Target);
            json.WriteString("status"u8, run.Status);
            json.WriteString("endUser"u8, run.EndUser);
            json.WriteString("startedBy"u8, run.StartedBy);
            json.WriteString("startedAt"u8, DateTimeOffset.FromUnixTimeMilliseconds(run.StartedAt));
            json.WriteString("sessionId"u8, run.Session);
            json.WriteString("parent"u8, run.Parent);
            json.WriteString("forkOf"u8, run.ForkOf);
            Write(json, "input", input);
            Write(json, "output", output);
            json.WriteString("error"u8, end?.Error is { } error ? $"{error.Code}: {error.Message}" : null);
        });
    }

    private async ValueTask<JsonElement?> WholeAsync(string tenantId, StoredRun run, JsonElement? content, CancellationToken cancellationToken) =>
        content is { ValueKind: not JsonValueKind.Undefined } kept ? await payloads.ResolveAsync(tenantId, RunDocuments.OwnerOf(run.Id), kept, cancellationToken) : null;

    private static void Write(Utf8JsonWriter json, string name, JsonElement? content)
    {
        json.WritePropertyName(name);
        if (content is { ValueKind: not JsonValueKind.Undefined } some) some.WriteTo(json);
        else json.WriteNullValue();
    }

    private static JsonElement Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = PayloadReferences.MaxDepth + 8 });
    }
}
