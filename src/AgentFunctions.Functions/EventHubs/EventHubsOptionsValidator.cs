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
        if (string.IsNullOrWhiteSpace(options.EventsHub)) failures.Add($"{EventHubsOptions.SectionName}:EventsHub must name the hub through which others publish events.");

        // One hub for two would take what it gives, for ever, or find what it cannot read.
        string[] hubs = [.. new[] { options.Hub, options.EventsHub, options.TopicsHub }.Where(static hub => !string.IsNullOrWhiteSpace(hub))];
        if (hubs.Distinct(StringComparer.OrdinalIgnoreCase).Count() < hubs.Length) failures.Add($"{EventHubsOptions.SectionName}:Hub, EventsHub and TopicsHub must be different hubs.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
