using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Definitions.Checking;
using AgentFunctions.Core.Expressions.Templates;
using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Core.Definitions.Reading;

/// <summary>Reads a step by its type. null where so much is missing that there is nothing to check further; what is missing has been reported.</summary>
internal sealed class StepReader(Func<StepSource, string, string, StepSequence?> sequences)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public DefinitionStep? Read(StepSource source, string id, string type)
    {
        DefinitionStep? step = type switch
        {
            "tool" => Tool(source, id, type),
            "agent" => source.Text("agent") is { } agent ? new DefinitionStep.Agent(agent, source.JsonTemplate("input"), source.Schema("outputSchema")) { Id = id, Type = type, Path = source.Path } : null,
            "workflow" => source.Text("workflow") is { } workflow ? new DefinitionStep.SubWorkflow(workflow, source.JsonTemplate("input"), source.Number("maxDepth")) { Id = id, Type = type, Path = source.Path } : null,
            "approval" => source.JsonTemplate("action") is { } action ? new DefinitionStep.Approval(action, People(source)) { Id = id, Type = type, Path = source.Path } : null,
            "ask" => Ask(source, id, type),
            "wait" => source.Text("event") is { } name ? new DefinitionStep.Wait(name, source.Expression("filter"), source.Text("onTimeout") != "continue") { Id = id, Type = type, Path = source.Path } : null,
            "timer" => Timer(source, id, type),
            "set" => source.JsonTemplate("values") is { } values ? new DefinitionStep.Set(values) { Id = id, Type = type, Path = source.Path } : null,
            "parallel" => Parallel(source, id, type),
            "switch" => Switch(source, id, type),
            "loop" => Loop(source, id, type),
            "forEach" => ForEach(source, id, type),
            "try" => sequences(source, "steps", "steps") is { } body ? new DefinitionStep.Try(body, sequences(source, "catch", "catch"), sequences(source, "finally", "finally")) { Id = id, Type = type, Path = source.Path } : null,
            "handOff" => source.Text("agent") is { } next ? new DefinitionStep.HandOff(next, source.JsonTemplate("input")) { Id = id, Type = type, Path = source.Path } : null,
            _ => End(source, id, type),
        };
        if (step is DefinitionStep.Try { Catch: null, Finally: null }) source.Report("catch", "or finally is required: a try without them does nothing");
        return step is null ? null : step with
        {
            Description = source.Text("description"),
            If = source.Expression("if"),
            Timeout = source.Span("timeout", Second, DefinitionLimits.MaxWait),
            Retry = Retry(source),
            Compensate = sequences(source, "compensate", "compensate")?.Steps ?? [],
        };
    }

    private static DefinitionStep.Tool? Tool(StepSource source, string id, string type)
    {
        if (source.Text("tool") is not { } tool) return null;
        return new DefinitionStep.Tool(tool, source.JsonTemplate("arguments") ?? JsonTemplate.Empty) { Id = id, Type = type, Path = source.Path };
    }

    private static DefinitionStep.Ask? Ask(StepSource source, string id, string type)
    {
        var (prompt, schema) = (source.Template("prompt"), source.Schema("schema"));
        return prompt is null || schema is null ? null : new DefinitionStep.Ask(prompt, schema.Value, People(source)) { Id = id, Type = type, Path = source.Path };
    }

    private static DefinitionStep.Timer Timer(StepSource source, string id, string type)
    {
        if (source.Has("duration") == source.Has("until")) source.Report("duration", "or until is required for type timer, and not both");
        var timer = new DefinitionStep.Timer(source.Template("duration"), source.Template("until")) { Id = id, Type = type, Path = source.Path };
        if (timer.Duration?.Literal is { } duration && TimeTexts.Duration(duration) is null) source.Report("duration", TimeTexts.NoDuration);
        if (timer.Until?.Literal is { } until && TimeTexts.Instant(until) is null) source.Report("until", TimeTexts.NoInstant);
        return timer;
    }

    private DefinitionStep.Parallel? Parallel(StepSource source, string id, string type)
    {
        if (source.Inner("branches") is not { } inner) return null;
        var branches = new List<StepSequence>();
        foreach (var name in inner.Names)
        {
            if (!StepNames.IsValid(name)) inner.Report(name, $"is no name of a branch: {StepNames.Pattern}");
            if (sequences(inner, name, name) is { } branch) branches.Add(branch);
        }

        if (inner.Names.Count() < 2) source.Report("branches", "needs at least 2 branches");
        var join = source.Text("join") switch { "any" => ParallelJoin.Any, "count" => ParallelJoin.Count, _ => ParallelJoin.All };
        if (join == ParallelJoin.Count && source.Number("count") is null) source.Report("count", "is required with join count");
        if (join != ParallelJoin.Count && source.Has("count")) source.Report("count", "is only for join count");
        var count = source.Number("count") ?? 1;
        if (join == ParallelJoin.Count && count > inner.Names.Count()) source.Report("count", $"is more than there are branches ({inner.Names.Count()}), so the step could never succeed");
        return new DefinitionStep.Parallel(branches, join, count, source.Text("rest") != "finish", source.Text("onFailure") != "continue") { Id = id, Type = type, Path = source.Path };
    }

    private DefinitionStep.Switch Switch(StepSource source, string id, string type)
    {
        var cases = source.Items("cases")
            .Select((item, i) => (When: item.Expression("when"), Case: sequences(item, "steps", $"cases[{i}].steps")))
            .Where(static c => c.When is not null && c.Case is not null).Select(static c => (c.When!, c.Case!)).ToList();
        return new DefinitionStep.Switch(cases, sequences(source, "default", "default")) { Id = id, Type = type, Path = source.Path };
    }

    private DefinitionStep.Loop? Loop(StepSource source, string id, string type)
    {
        var (condition, body) = (source.Expression("while"), sequences(source, "steps", "steps"));
        return condition is null || body is null ? null : new DefinitionStep.Loop(condition, source.Number("maxIterations") ?? 1, body) { Id = id, Type = type, Path = source.Path };
    }

    private DefinitionStep.ForEach? ForEach(StepSource source, string id, string type)
    {
        var (each, body) = (source.Expression("each"), sequences(source, "steps", "steps"));
        if (source.Text("as") is { } name && Roots.IsTaken(name)) source.Report("as", $"has a meaning of its own in expressions: choose another name than {string.Join(", ", Roots.Taken)}");
        return each is null || body is null
            ? null
            : new DefinitionStep.ForEach(each, source.Text("as") ?? "item", source.Number("maxItems") ?? 1, source.Number("concurrency") ?? 1, source.JsonTemplate("collect"), source.Text("onFailure") != "continue", body) { Id = id, Type = type, Path = source.Path };
    }

    private static DefinitionStep.End End(StepSource source, string id, string type)
    {
        if (source.Has("output") && source.Has("error")) source.Report("error", "and output exclude each other: the run fails or succeeds");
        return new DefinitionStep.End(source.JsonTemplate("output"), source.Template("error")) { Id = id, Type = type, Path = source.Path };
    }

    private static AskedPeople People(StepSource source) => new(
        new ApproverRule
        {
            Approvers = source.Json("approvers") is { } names ? [.. names.EnumerateArray().Select(static n => n.GetString()!)] : [],
            Count = source.Number("approvals") ?? 1,
            ExpiresAfter = source.Span("expiresAfter", TimeSpan.FromMinutes(1), DefinitionLimits.MaxWait) ?? TimeSpan.FromHours(24),
        },
        source.Text("onDenied") != "continue");

    private static RetryPolicy? Retry(StepSource source)
    {
        if (source.Inner("retry") is not { } retry || retry.Number("attempts") is not { } attempts) return null;
        return new RetryPolicy(
            attempts,
            retry.Span("firstInterval", TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1)) ?? DefaultInterval,
            retry.Number("backoff") ?? 2,
            retry.Span("maxInterval", Second, TimeSpan.FromDays(30)) ?? Hour);
    }
}
