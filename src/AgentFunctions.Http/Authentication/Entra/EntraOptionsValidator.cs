using Microsoft.Extensions.Options;

namespace AgentFunctions.Http.Authentication.Entra;

internal sealed class EntraOptionsValidator : IValidateOptions<EntraOptions>
{
    public ValidateOptionsResult Validate(string? name, EntraOptions options)
    {
        List<string> failures = [];
        if (!options.IsOn) return ValidateOptionsResult.Success;
        Check(Guid.TryParseExact(options.TenantId, "D", out _), nameof(options.TenantId), "must be the directory (tenant) id, a GUID: a name such as common or organizations would let in everybody");
        Check(Guid.TryParseExact(options.ClientId, "D", out _), nameof(options.ClientId), "must be the client id of this application's registration, a GUID");
        Check(options.Audience is null || options.Audience.Trim().Length > 0, nameof(options.Audience), "must be left out or name an audience");
        Check(IsAddress(options.Instance), nameof(options.Instance), "must be an https address that ends in /, such as https://login.microsoftonline.com/");
        Check(IsAddress(options.IssuerV1), nameof(options.IssuerV1), "must be an https address that ends in /, such as https://sts.windows.net/");
        Check(options.WorkloadTenants.All(static tenant => Guid.TryParseExact(tenant, "D", out _)), nameof(options.WorkloadTenants), "must hold directory (tenant) ids, GUIDs");
        Check(Core.Resources.ResourceIds.IsValidTenant(options.Tenant), nameof(options.Tenant), "must be the id of a tenant");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(bool holds, string option, string rule)
        {
            if (!holds) failures.Add($"{EntraOptions.SectionName}:{option} {rule}.");
        }
    }

    /// <summary>Plain http only on this machine, for tests and emulators.</summary>
    private static bool IsAddress(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && address.EndsWith('/') && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
