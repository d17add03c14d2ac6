namespace AgentFunctions.Core.Resources.Kinds;

internal sealed class ProviderValidator : IResourceValidator<ProviderSpec>
{
    public void Validate(string id, ProviderSpec spec, ProviderSpec? current, Findings findings)
    {
        ProviderHeaders.Check(spec.Headers, findings);
        if (spec.Credential is { } credential)
        {
            if (credential.SecretRef is null && !credential.ManagedIdentity) findings.Add("spec.credential", "needs secretRef or managedIdentity: true; leave credential out for servers that need none");
            else if (credential.SecretRef is not null && credential.ManagedIdentity) findings.Add("spec.credential", "must have secretRef or managedIdentity, not both");
        }

        switch (spec.Type)
        {
            case "simulated":
                if (spec.Endpoint is not null) findings.Add("spec.endpoint", "is not for simulated providers: remove it");
                if (spec.Credential is not null) findings.Add("spec.credential", "is not for simulated providers: remove it");
                break;
            case "azure-openai":
                if (ProviderEndpoint.CheckAzureResource(spec.Endpoint) is { } mistaken) findings.Add("spec.endpoint", mistaken);
                if (spec.Credential is null) findings.Add("spec.credential", "is required: secretRef names the key, managedIdentity: true takes the identity of the host");
                break;
            default:
                if (spec.Endpoint is null) findings.Add("spec.endpoint", "is required, such as https://api.openai.com/v1");
                else if (ProviderEndpoint.Check(spec.Endpoint, spec.AllowInsecure) is { } wrong) findings.Add("spec.endpoint", wrong);
                break;
        }
    }

    public IEnumerable<ResourceReference> References(ProviderSpec spec)
    {
        if (spec.Credential?.SecretRef is { } name)
            yield return new ResourceReference("secrets", name, "spec.credential.secretRef", Optional: true) { Host = ProviderEndpoint.HostOf(spec.Endpoint) };
    }
}
