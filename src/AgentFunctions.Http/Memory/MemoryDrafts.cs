using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search.Words;
using AgentFunctions.Core.Memory.Store.Reading;
using AgentFunctions.Core.Memory.Store.Usage;
using AgentFunctions.Core.Memory.Store.Writing;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Runs;
using AgentFunctions.Http.RequestIdentity;
using AgentFunctions.Http.Resources;
using AgentFunctions.Http.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Memory;

/// <summary>Reads what is to be remembered.</summary>
internal static class MemoryDrafts
{
    /// <summary>Findings of an item that its result names.</summary>
    private const int MostNamed = 5;

    private static readonly string[] Times = ["occurredAt", "validFrom", "validTo"];

    /// <summary>Each draft, or what is wrong with it: one that cannot be read keeps none of the others from being remembered.</summary>
    /// <param name="context">The request.</param>
    /// <param name="body">Fits its schema, but for entries with findings.</param>
    /// <param name="entries">What is wrong with each.</param>
    /// <param name="binding">Where they come from.</param>
    public static async ValueTask<IReadOnlyList<Outcome<MemoryDraft>>> ReadAsync(HttpContext context, JsonElement body, IReadOnlyList<Findings> entries, BindingHeaders binding)
    {
        // What is written in a run that is done for somebody is theirs, unless it says otherwise.
        if (binding is { Run: { } run, EndUser: null })
        {
            var agent = SessionRequests.Agent(context);
            binding = binding with { EndUser = await context.RequestServices.GetRequiredService<RunBinder>().FindEndUserAsync(MemoryRequests.Tenant(context), agent.Id, agent.Spec.Team, run, context.RequestAborted) };
        }

        var seen = await SeenAsync(context, binding);
        List<Outcome<MemoryDraft>> drafts = [];
        foreach (var (index, item) in body.GetProperty("items").EnumerateArray().Index())
            drafts.Add(entries[index].Any ? Wrong(entries[index].Items) : await ReadAsync(context, item, index, binding, seen));
        return drafts;
    }

    /// <summary>What the run that they are written in was given is worth, by memory and, where it is run here, otherwise.</summary>
    private static async ValueTask<ContentLabel> SeenAsync(HttpContext context, BindingHeaders binding)
    {
        if (binding.Run is not { } run) return ContentLabel.Best;
        var (services, agent, tenant) = (context.RequestServices, SessionRequests.Agent(context), MemoryRequests.Tenant(context));
        var given = await services.GetRequiredService<MemoryGivenLabels>().OfRunAsync(tenant, MemoryRequests.Agent(context), run, context.RequestAborted);
        return given.Least(await services.GetRequiredService<RunBinder>().FindSeenAsync(tenant, agent.Id, agent.Spec.Team, run, context.RequestAborted));
    }

    private static ApiError Wrong(IReadOnlyList<FieldError> findings) => ApiErrors.InvalidRequest(findings[0].Path, string.Join("; ", findings.Take(MostNamed).Select(static finding => $"{finding.Path} {finding.Message}")) + ".");

    private static async ValueTask<Outcome<MemoryDraft>> ReadAsync(HttpContext context, JsonElement item, int index, BindingHeaders binding, ContentLabel seen)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"items[{index}]");
        foreach (var name in Times)
            if (!MemoryRequests.TryTime(item, name, out _)) return ApiErrors.InvalidRequest($"{path}.{name}", $"{path}.{name} is no time that exists.");
        var links = await LinksAsync(context, item, path);
        if (links.Value is not { } found) return links.Error!;
        return Read(context, item, binding, seen) with { Links = found };
    }

    private static MemoryDraft Read(HttpContext context, JsonElement item, BindingHeaders binding, ContentLabel seen)
    {
        var kind = MemoryRecordJson.Find<MemoryKind>(JsonText.Of(item, "kind"))!.Value;
        var label = Label(item, MessageLabels.OfUser(SessionRequests.Agent(context).Spec)).Least(seen);
        MemoryRequests.TryTime(item, "occurredAt", out var occurredAt);
        MemoryRequests.TryTime(item, "validFrom", out var validFrom);
        MemoryRequests.TryTime(item, "validTo", out var validTo);

        // What an agent says it learned is its own claim, whatever it says it has it from.
        var how = kind == MemoryKind.Semantic && MemoryRequests.IsOwn(context) ? MemorySourceKind.Note : MemorySourceKind.Written;
        var text = JsonText.Of(item, "text")!;
        return new MemoryDraft
        {
            Text = text,
            Kind = kind,
            Label = label,
            Source = new MemorySource(how, MemoryRequests.Principal(context), JsonText.Of(item, "source"), binding.Run, label.Integrity == Integrity.Trusted),
            SessionId = JsonText.Of(item, "sessionId") ?? (kind == MemoryKind.Episodic ? binding.Session : null),
            Speaker = JsonText.Of(item, "speaker") ?? binding.EndUser,
            Subject = JsonText.Of(item, "subject"),
            Attribute = JsonText.Of(item, "attribute"),
            Value = JsonText.Of(item, "value"),
            OccurredAt = occurredAt,
            ValidFrom = validFrom,
            ValidTo = validTo,
            Tags = JsonText.ListOf(item, "tags") ?? [],
            Entities = JsonText.ListOf(item, "entities") ?? [.. EntityNames.In(text).Take(MemoryBounds.MaxEntities)],
        };
    }

    /// <summary>What is asked for, where that makes it worth less than what the agent's callers say.</summary>
    private static ContentLabel Label(JsonElement item, ContentLabel most)
    {
        if (!item.TryGetProperty("label", out var label) || label.ValueKind != JsonValueKind.Object) return most;
        return new ContentLabel(JsonText.Of(label, "integrity") is null ? most.Integrity : Integrity.Untrusted, LabelNames.FindConfidentiality(JsonText.Of(label, "confidentiality")) ?? most.Confidentiality);
    }

    /// <summary>Links to records of the agent, as they are now.</summary>
    private static async ValueTask<Outcome<IReadOnlyList<MemoryLink>>> LinksAsync(HttpContext context, JsonElement item, string path)
    {
        if (!item.TryGetProperty("links", out var links)) return Array.Empty<MemoryLink>();
        var reader = context.RequestServices.GetRequiredService<MemoryReader>();
        List<MemoryLink> found = [];
        foreach (var (index, link) in links.EnumerateArray().Index())
        {
            var target = await reader.GetAsync(MemoryRequests.Tenant(context), MemoryRequests.Agent(context), JsonText.Of(link, "id")!, context.RequestAborted);
            if (target.Value is not { } record) return ApiErrors.InvalidRequest(string.Create(CultureInfo.InvariantCulture, $"{path}.links[{index}].id"), string.Create(CultureInfo.InvariantCulture, $"{path}.links[{index}].id names no record of this agent: link to ids that POST /api/memory or a search answered."));
            found.Add(new MemoryLink(MemoryRecordJson.Find<MemoryLinkKind>(JsonText.Of(link, "kind"))!.Value, record.Id, record.Version));
        }

        return found;
    }
}
