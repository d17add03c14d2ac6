using AgentFunctions.Core.Expressions;
using AgentFunctions.Core.Expressions.Checking;
using AgentFunctions.Core.Expressions.Templates;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Subscriptions.Scheduling;

namespace AgentFunctions.Core.Subscriptions.Declaration;

internal sealed class SubscriptionValidator : IResourceValidator<SubscriptionSpec>
{
    public void Validate(string id, SubscriptionSpec spec, SubscriptionSpec? current, Findings findings)
    {
        if (spec.Schedule is not null && spec.Webhook is not null) findings.Add("spec.webhook", "cannot stand beside schedule: declare two subscriptions");
        if (!spec.IsSource && spec.Topic is null) findings.Add("spec.topic", "is required, unless there is a schedule or a webhook");
        if (spec.Topic is { } topic) CheckTopic(spec, topic, findings);
        CheckTarget(spec, findings);
        for (var i = 0; i < spec.Filters.Count; i++) CheckFilter(spec.Filters[i], $"spec.filters[{i}]", 1, findings);
        if (spec.Filter is { } filter) CheckCondition(filter, findings);
        if (spec.Input is { } input)
        {
            var template = JsonTemplate.Parse(input, "spec.input", (path, error) => findings.Add(path, error.ToString()));
            foreach (var text in template.Texts) TemplateCheck.Expressions(text.Template, text.Path, EventShapes.OfEvent, findings);
        }

        if (spec.Schedule is { } schedule) ScheduleCalendar.Check(schedule, findings);
        if (spec.Webhook is { } webhook) WebhookCheck.Check(webhook, findings);
    }

    public IEnumerable<ResourceReference> References(SubscriptionSpec spec)
    {
        if (spec.Team is { } team) yield return new ResourceReference("teams", team, "spec.team");
        if (RunTarget.Parse(spec.Start) is { } target) yield return new ResourceReference(target.ResourceKind, target.Id, "spec.start");
        if (spec.Webhook is { } webhook) yield return new ResourceReference("secrets", webhook.SecretRef, "spec.webhook.secretRef", Optional: true) { Host = WebhookSpec.SecretHost, Team = spec.Team ?? "" };
    }

    public string? Team(string id, SubscriptionSpec spec) => spec.Team;

    private static void CheckTopic(SubscriptionSpec spec, string topic, Findings findings)
    {
        if (!spec.IsSource)
        {
            if (!EventTopics.IsValid(topic) && !ResourceIds.IsWildcard(topic)) findings.Add("spec.topic", "must be a topic such as orders.created, a beginning followed by *, or *");
        }
        else if (!EventTopics.IsValid(topic))
        {
            findings.Add("spec.topic", "must be one topic such as orders.created: events are published there");
        }
        else if (EventTopics.IsReserved(topic))
        {
            findings.Add("spec.topic", "must not begin with agentfunctions., which is for events of the product itself");
        }
    }

    private static void CheckTarget(SubscriptionSpec spec, Findings findings)
    {
        if (spec.Start is not null && spec.Signal is not null) findings.Add("spec.signal", "cannot stand beside start: declare two subscriptions");
        if (!spec.HasTarget && (!spec.IsSource || spec.Topic is null)) findings.Add("spec.start", "is required: agents/ID or workflows/ID; or signal, or for a schedule or webhook a topic that others listen to");
        if (spec.Start is { } start && RunTarget.Parse(start) is null) findings.Add("spec.start", "must be agents/ID or workflows/ID");
        if (spec.Signal is not { } signal) return;
        TemplateCheck.Text(signal.Run, "spec.signal.run", EventShapes.OfEvent, findings);
        if (signal.Event == RunWorkflows.CancelEvent || signal.Event.StartsWith("decision.", StringComparison.Ordinal))
            findings.Add("spec.signal.event", "must be an event that a step waits for: cancel and what begins with decision. are the product's own");
        if (spec.Schedule is not null) findings.Add("spec.signal", "has no use with a schedule, whose events name no run: use start");
    }

    private static void CheckCondition(string filter, Findings findings)
    {
        var (expression, error) = Expression.Parse(filter);
        if (expression is null) findings.Add("spec.filter", error!.ToString());
        else
            foreach (var wrong in ExpressionChecker.CheckCondition(expression, EventShapes.OfEvent)) findings.Add("spec.filter", wrong.ToString());
    }

    private static void CheckFilter(EventFilterSpec filter, string path, int depth, Findings findings)
    {
        object?[] given = [filter.Exact, filter.Prefix, filter.Suffix, filter.All, filter.Any, filter.Not];
        if (given.Count(static g => g is not null) != 1)
        {
            findings.Add(path, "must have exactly one of exact, prefix, suffix, all, any and not");
            return;
        }

        if (depth > EventFilters.MaxDepth)
        {
            findings.Add(path, $"is nested too deeply: at most {EventFilters.MaxDepth} levels, or write it as filter");
            return;
        }

        foreach (var (name, attributes) in ((string, IReadOnlyDictionary<string, string>?)[])[("exact", filter.Exact), ("prefix", filter.Prefix), ("suffix", filter.Suffix)]) CheckAttributes(attributes, $"{path}.{name}", findings);
        for (var i = 0; i < filter.All?.Count; i++) CheckFilter(filter.All[i], $"{path}.all[{i}]", depth + 1, findings);
        for (var i = 0; i < filter.Any?.Count; i++) CheckFilter(filter.Any[i], $"{path}.any[{i}]", depth + 1, findings);
        if (filter.Not is { } not) CheckFilter(not, $"{path}.not", depth + 1, findings);
    }

    private static void CheckAttributes(IReadOnlyDictionary<string, string>? attributes, string path, Findings findings)
    {
        if (attributes is null) return;
        if (attributes.Count == 0) findings.Add(path, "must name at least one attribute");
        foreach (var (name, value) in attributes)
        {
            if (!Publishing.CloudEventNames.IsValid(name) || name == "data") findings.Add(path, "must name attributes of events, which are lower-case letters and digits; for data write filter");
            if (value is not { Length: > 0 }) findings.Add(path, "must compare with a text of at least one character");
        }
    }
}
