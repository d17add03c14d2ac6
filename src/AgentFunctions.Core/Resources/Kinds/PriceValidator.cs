namespace AgentFunctions.Core.Resources.Kinds;

internal sealed class PriceValidator : IResourceValidator<PriceSpec>
{
    public void Validate(string id, PriceSpec spec, PriceSpec? current, Findings findings)
    {
        if (spec.PerRequest is not null && !TokenPrice.TryParse(spec.PerRequest, out _)) findings.Add("spec.perRequest", "must be a decimal string of USD with at most 6 decimals, at most 1000000");
        if (spec.Source is { } source && !(source.IsAbsoluteUri && (source.Scheme == Uri.UriSchemeHttps || source.Scheme == Uri.UriSchemeHttp) && source.UserInfo.Length == 0))
            findings.Add("spec.source", "must be an absolute https URL");
        var previous = 0L;
        for (var i = 0; i < spec.Tiers.Count; i++)
        {
            var above = spec.Tiers[i].AboveInputTokens;
            if (above <= previous) findings.Add($"spec.tiers[{i}].aboveInputTokens", "must be larger than that of the tier before it: write tiers in ascending order");
            previous = above;
        }
    }

    public IEnumerable<ResourceReference> References(PriceSpec spec) => [];
}
