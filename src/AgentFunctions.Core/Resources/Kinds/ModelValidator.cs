namespace AgentFunctions.Core.Resources.Kinds;

internal sealed class ModelValidator : IResourceValidator<ModelSpec>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public void Validate(string id, ModelSpec spec, ModelSpec? current, Findings findings)
    {
        var timeouts = spec.Timeouts;
        SpanRule.Check(findings, "spec.timeouts.connect", timeouts.Connect, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        SpanRule.Check(findings, "spec.timeouts.firstToken", timeouts.FirstToken, TimeSpan.FromMilliseconds(100), Hour);
        SpanRule.Check(findings, "spec.timeouts.idle", timeouts.Idle, TimeSpan.FromMilliseconds(100), Hour);
        SpanRule.Check(findings, "spec.timeouts.total", timeouts.Total, TimeSpan.FromMilliseconds(100), Hour);
        SpanRule.Check(findings, "spec.breaker.window", spec.Breaker.Window, TimeSpan.FromSeconds(1), Hour);
        SpanRule.Check(findings, "spec.breaker.cooldown", spec.Breaker.Cooldown, TimeSpan.FromSeconds(1), Hour);
        if (spec.MaxOutputTokens < spec.DefaultOutputTokens)
            findings.Add("spec.defaultOutputTokens", "must not be larger than maxOutputTokens: set it (its default is 4096)");
        if (spec.IncrementalHold is { } hold && hold.ReserveTokens >= hold.Tokens)
            findings.Add("spec.incrementalHold.reserveTokens", "must be smaller than tokens (whose default is 512): what is beyond it is what an answer may use before more is held");
    }

    public IEnumerable<ResourceReference> References(ModelSpec spec)
    {
        for (var i = 0; i < spec.Targets.Count; i++)
        {
            yield return new ResourceReference("providers", spec.Targets[i].Provider, $"spec.targets[{i}].provider");
            if (spec.Targets[i].Price is { } price) yield return new ResourceReference("prices", price, $"spec.targets[{i}].price");
        }
    }
}
