using Microsoft.Extensions.Options;

namespace AgentFunctions.Cloud.Cosmos;

internal sealed class CosmosOptionsValidator : IValidateOptions<CosmosOptions>
{
    public ValidateOptionsResult Validate(string? name, CosmosOptions options)
    {
        var errors = new List<string>();
        var isUri = Uri.TryCreate(options.Endpoint, UriKind.Absolute, out var endpoint);
        if (!isUri || (endpoint!.Scheme != Uri.UriSchemeHttps && !(endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback)))
            errors.Add($"{CosmosOptions.SectionName}:Endpoint is the https address of the account, https://<name>.documents.azure.com.");
        else if (options.EmulatorKey is not null && !endpoint.IsLoopback)
            errors.Add($"{CosmosOptions.SectionName}:EmulatorKey is for an emulator on this machine only; leave it out, the account is called with the identity of the app.");
        if (string.IsNullOrWhiteSpace(options.Database))
            errors.Add($"{CosmosOptions.SectionName}:Database is empty; name the database, or leave it out for 'agentfunctions'.");
        if (options.RetryFor < TimeSpan.Zero || options.RetryFor > TimeSpan.FromMinutes(1))
            errors.Add($"{CosmosOptions.SectionName}:RetryFor lies between 00:00:00 and 00:01:00.");
        if (options.VectorDimensions is < 1 or > 4_096)
            errors.Add($"{CosmosOptions.SectionName}:VectorDimensions lies between 1 and 4096, as the container memory was made.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
