using Microsoft.Extensions.Options;

namespace AgentFunctions.Cloud.Identity;

internal sealed class ManagedIdentityOptionsValidator : IValidateOptions<ManagedIdentityOptions>
{
    public ValidateOptionsResult Validate(string? name, ManagedIdentityOptions options)
    {
        List<string> failures = [];
        if (options.ClientId is { Length: > 0 } id && !Guid.TryParse(id, out _)) failures.Add($"{ManagedIdentityOptions.SectionName}:ClientId must be the client id of an identity, a GUID.");
        if (!Uri.TryCreate(options.Audience, UriKind.Absolute, out var audience) || audience.Scheme != Uri.UriSchemeHttps || options.Audience.EndsWith("/.default", StringComparison.Ordinal))
            failures.Add($"{ManagedIdentityOptions.SectionName}:Audience must be an https address without /.default, such as https://cognitiveservices.azure.com.");
        foreach (var host in options.Hosts.Where(static host => !IsHost(host)))
            failures.Add($"{ManagedIdentityOptions.SectionName}:Hosts has '{host}'; it takes exact host names without scheme, path or wildcard, with the port when it is not 443.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsHost(string host) =>
        !host.Contains('*', StringComparison.Ordinal) && Uri.TryCreate("https://" + host, UriKind.Absolute, out var uri) && uri.Authority.Equals(host, StringComparison.OrdinalIgnoreCase);
}
