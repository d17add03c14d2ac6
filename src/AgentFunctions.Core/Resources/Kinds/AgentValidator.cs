using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Sessions.Declaration;

namespace AgentFunctions.Core.Resources.Kinds;

internal sealed class AgentValidator : IResourceValidator<AgentSpec>
{
    /// <summary>An agent that this one may call as a model.</summary>
    private const string AgentAsModel = "agent/";

    public void Validate(string id, AgentSpec spec, AgentSpec? current, Findings findings)
    {
        OwnerRule.Check(findings, "spec.owner", spec.Owner);
        OwnerRule.Check(findings, "spec.sponsor", spec.Sponsor);
        SpanRule.Check(findings, "spec.limits.deadline", spec.Limits.Deadline, TimeSpan.FromSeconds(1), TimeSpan.FromDays(30));
        if (spec.Output is { } output) InputSchema.Check(output, "spec.output", findings);
        if (spec.Context is { } context) ContextRules.Check(id, context, findings);
        if (spec.Context?.Compression?.Summary is { } summary && !ModelPatterns.Cover(spec.Models, summary.Model)) findings.Add("spec.context.compression.summary.model", "is not among spec.models: add it there");
        if (spec.Memory?.Embeddings is { } embeddings && !ModelPatterns.Cover(spec.Models, embeddings)) findings.Add("spec.memory.embeddings", "is not among spec.models: add it there");
        if (spec.Memory?.Extraction is { } extraction && !ModelPatterns.Cover(spec.Models, extraction.Model)) findings.Add("spec.memory.extraction.model", "is not among spec.models: add it there");
        if (spec.Model is { } model && !ModelPatterns.Cover(spec.Models, model)) findings.Add("spec.model", "is not among spec.models: add it there");
        if (spec.Agents.Contains(id)) findings.Add("spec.agents", "names the agent itself: an agent hands work to others only");
    }

    /// <summary>Patterns may cover models and tools that come later; a plain name must mean one now.</summary>
    public IEnumerable<ResourceReference> References(AgentSpec spec)
    {
        if (spec.Team is { } team) yield return new ResourceReference("teams", team, "spec.team");
        for (var i = 0; i < spec.Models.Count; i++)
        {
            var named = spec.Models[i];
            if (named.EndsWith('*')) continue;
            yield return named.StartsWith(AgentAsModel, StringComparison.Ordinal)
                ? new ResourceReference("agents", named[AgentAsModel.Length..], $"spec.models[{i}]")
                : new ResourceReference("models", named, $"spec.models[{i}]", WildcardServes: true);
        }

        if (spec.Model is { } model) yield return new ResourceReference("models", model, "spec.model", WildcardServes: true);
        if (spec.Context?.Compression?.Summary is { } summary) yield return new ResourceReference("models", summary.Model, "spec.context.compression.summary.model", WildcardServes: true);
        if (spec.Memory?.Embeddings is { } embeddings) yield return new ResourceReference("models", embeddings, "spec.memory.embeddings", WildcardServes: true);
        if (spec.Memory?.Extraction is { } extraction) yield return new ResourceReference("models", extraction.Model, "spec.memory.extraction.model", WildcardServes: true);
        for (var i = 0; i < spec.Agents.Count; i++) yield return new ResourceReference("agents", spec.Agents[i], $"spec.agents[{i}]");
        for (var i = 0; i < spec.Tools.Count; i++)
        {
            if (!spec.Tools[i].EndsWith('*')) yield return new ResourceReference("tools", spec.Tools[i], $"spec.tools[{i}]");
        }

        for (var i = 0; i < spec.Workloads.Count; i++)
            yield return new ResourceReference(WorkloadSpec.KindName, WorkloadSpec.ToReference(spec.Workloads[i].TenantId, spec.Workloads[i].ClientId), $"spec.workloads[{i}]", Optional: true);
        if (spec.Context is { } context)
        {
            foreach (var reference in ContextRules.References(context)) yield return reference;
        }
    }

    public string? Team(string id, AgentSpec spec) => spec.Team;
}
