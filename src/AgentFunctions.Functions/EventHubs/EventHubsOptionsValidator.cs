using Microsoft.Extensions.Options;

namespace AgentFunctions.Functions.EventHubs;

internal sealed class EventHubsOptionsValidator : IValidateOptions<EventHubsOptions>
{
    public ValidateOptionsResult Validate(string? name, EventHubsOptions options)
    {
        List<string> failures = [];
        if (Uri.CheckHostName(options.FullyQualifiedNamespace) != UriHostNameType.Dns || options.FullyQualifiedNamespace?.Contains('.', StringComparison.Ordinal) != true)
            failures.Add($"{EventHubsOptions.SectionName}:FullyQualifiedNamespace must be the host of a namespace, such as NAMESPACE.servicebus.windows.net.");
        if (string.IsNullOrWhiteSpace(options.Hub)) failures.Add($"{EventHubsOptions.SectionName}:Hub must name the hub of usage events.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
