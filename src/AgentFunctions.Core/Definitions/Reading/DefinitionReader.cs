using System.Text.Json;
using AgentFunctions.Core.Expressions.Templates;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Definitions.Reading;

/// <summary>Reads a definition that fits the schema; reports everything that is wrong with its form. What could be read is given even then, so that the rest can be checked.</summary>
public sealed class DefinitionReader
{
    private readonly Findings _findings;
    private readonly StepReader _steps;
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private int _level;
    private int _count;

    private DefinitionReader(Findings findings)
    {
        _findings = findings;
        _steps = new StepReader(Sequence);
    }

    /// <param name="spec">The spec.</param>
    /// <param name="findings">Where to report.</param>
    /// <param name="path">Where the spec stands.</param>
    public static Definition Read(WorkflowSpec spec, Findings findings, string path = "spec")
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(findings);
        var reader = new DefinitionReader(findings);
        if (Size(spec) > DefinitionLimits.MaxBytes) findings.Add(path, $"is larger than {DefinitionLimits.MaxBytes / 1024} KiB: move parts into workflows of their own");
        foreach (var (name, schema) in new[] { ("input", spec.Input), ("outputSchema", spec.OutputSchema) })
        {
            if (schema is { } declared) InputSchema.Check(declared, JsonPath.Property(path, name), findings);
        }

        CheckLimits(spec, path, findings);
        var steps = reader.Steps(spec.Steps, JsonPath.Property(path, "steps"));
        return new Definition
        {
            Team = spec.Team,
            Agent = spec.Agent,
            Input = spec.Input,
            Steps = steps,
            Output = spec.Output is { } output ? JsonTemplate.Parse(output, JsonPath.Property(path, "output"), (at, error) => findings.Add(at, error.ToString())) : null,
            OutputSchema = spec.OutputSchema,
        };
    }

    /// <summary>A definition that was checked when it was written.</summary>
    /// <exception cref="JsonException">It was not.</exception>
    public static Definition Read(JsonElement spec) => Read(spec.Deserialize(DefinitionJson.Default.WorkflowSpec) ?? throw new JsonException("A workflow has a spec."), new Findings());

    private List<DefinitionStep> Steps(JsonElement steps, string path)
    {
        var read = new List<DefinitionStep>();
        if (_level == DefinitionLimits.MaxNesting)
        {
            _findings.Add(path, $"is nested more than {DefinitionLimits.MaxNesting} levels deep: move parts into workflows of their own");
            return read;
        }

        _level++;
        var index = 0;
        foreach (var step in steps.EnumerateArray())
        {
            if (Step(new StepSource(step, JsonPath.Item(path, index++), _findings)) is { } one) read.Add(one);
        }

        _level--;
        return read;
    }

    private DefinitionStep? Step(StepSource source)
    {
        if (++_count == DefinitionLimits.MaxSteps + 1) _findings.Add(source.Path, $"is one step too many: a workflow has at most {DefinitionLimits.MaxSteps}; move parts into workflows of their own");
        if (source.Text("id") is not { } id || source.Text("type") is not { } type) return null;
        if (!_ids.TryAdd(id, source.Path)) source.Report("id", $"is also the id of {_ids[id]}: ids are unique in a workflow");
        StepFields.Check(source, type);
        return _steps.Read(source, id, type);
    }

    private StepSequence? Sequence(StepSource parent, string field, string name) =>
        parent.Json(field) is { ValueKind: JsonValueKind.Array } steps ? new StepSequence(name, parent.Of(field), Steps(steps, parent.Of(field))) : null;

    private static void CheckLimits(WorkflowSpec spec, string path, Findings findings)
    {
        if (spec.Limits is not { } limits || Runs.Starting.RunRequestLimits.Read(limits).Error is not { } error) return;
        findings.Add($"{path}.{error.Param}", error.Message[(error.Message.IndexOf(' ', StringComparison.Ordinal) + 1)..].TrimEnd('.'));
    }

    private static int Size(WorkflowSpec spec) => JsonSerializer.SerializeToUtf8Bytes(spec, DefinitionJson.Default.WorkflowSpec).Length;
}
