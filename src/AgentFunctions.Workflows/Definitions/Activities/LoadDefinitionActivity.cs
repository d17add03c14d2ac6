using System.Text.Json;
using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents.Running;
using AgentFunctions.Workflows.Definitions.Running;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Workflows.Definitions.Activities;

/// <summary>Reads what a run goes by, its definition in parts, and says that it goes on.</summary>
internal sealed class LoadDefinitionActivity(IRunWork runs, IDefinitionSource definitions, IRunJournal journal, StepContents contents, IOptions<RunsOptions> options) : Activity<LoadInput, DefinitionPlan>
{
    private const int PartBytes = 16 * 1024;
    private const int MaxInput = 4 * 1024;

    public override async Task<DefinitionPlan> RunAsync(LoadInput input, CancellationToken cancellationToken)
    {
        // A run that was purged has nothing left to do.
        if (await runs.FindAsync(input.TenantId, input.RunId, cancellationToken) is not { } work) return new DefinitionPlan { StepLimit = 0, Closed = RunStatuses.ToName(RunStatus.Terminated) };
        if (RunStatuses.IsClosed(work.Run.Status)) return new DefinitionPlan { StepLimit = 0, Closed = RunStatuses.ToName(work.Run.Status) };
        var pinned = await definitions.FindAsync(work, cancellationToken);
        if (pinned is not null && input.Part > 0) return new DefinitionPlan { StepLimit = 0, Part = Part(pinned.Spec, input.Part) };
        await journal.SetStatusAsync(input.TenantId, input.RunId, RunStatus.Running, cancellationToken);
        var given = await contents.ReadAsync(input.TenantId, input.RunId, work.Input, cancellationToken);
        return new DefinitionPlan
        {
            StepLimit = work.Limits.Steps,
            ByteLimit = options.Value.MaxBytesPerRun,
            Deadline = work.Limits.Deadline,
            IsCancelling = work.IsCancelling,
            Rewinds = work.Rewinds,
            Input = await contents.KeepAsync(input.TenantId, input.RunId, given, cancellationToken, MaxInput),
            Run = RunJson(work),
            Fault = pinned is null ? new RunFault(404, ErrorCodes.NotFound, "The version of the workflow that the run goes by is not kept any more.") : InputFault(pinned.Definition, given),
            Parts = pinned is null ? 0 : (Bytes(pinned.Spec) + PartBytes - 1) / PartBytes,
            Part = pinned is null ? [] : Part(pinned.Spec, 0),
        };
    }

    private static RunFault? InputFault(Definition definition, JsonElement given) =>
        definition.Input is { } schema && Core.Resources.Schemas.InputSchema.Compile(schema).Validate(given, "input", "The input") is { } error ? RunFault.Of(error) : null;

    private static int Bytes(JsonElement spec) => EnvironmentJson.SizeOf(spec);

    private static byte[] Part(JsonElement spec, int part)
    {
        var text = System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(spec);
        var from = Math.Min(part * PartBytes, text.Length);
        return text[from..Math.Min(from + PartBytes, text.Length)].ToArray();
    }

    private static JsonElement RunJson(RunWork work) => EnvironmentJson.Make(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("id", work.Run.Id);
        writer.WriteString("startedBy", work.StartedBy);
        writer.WriteString("startedAt", work.Run.StartedAt.ToUniversalTime());
        writer.WriteNumber("depth", work.Limits.Depth);
        writer.WriteEndObject();
    });
}
