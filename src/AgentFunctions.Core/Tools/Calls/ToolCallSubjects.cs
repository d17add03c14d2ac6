using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Tools;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Tools.Calls;

/// <summary>What tools answered on behalf of people outside runs of ours, for as long as it is remembered. What they answered in a run goes with the run.</summary>
internal sealed class ToolCallSubjects(IDocumentStore store) : ISubjectData
{
    public string Name => "tools";

    public async IAsyncEnumerable<SubjectItem> ExportAsync(SubjectScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        foreach (var partition in ToolCallKey.Partitions(scope.TenantId))
        {
            await foreach (var document in ScanAsync(partition, scope, cancellationToken))
            {
                if (document.Id.LastIndexOf(':') >= ToolCallKey.DocumentPrefix.Length) continue;
                var call = JsonSerializer.Deserialize(document.Body.Span, ToolCallJson.Default.StoredToolCall)!;
                if (call.IsAnswered && await ContentAsync(partition, document.Id, call, cancellationToken) is { } content) yield return new SubjectItem("toolCall", call.Agent, content);
            }
        }
    }

    public async ValueTask EraseAsync(SubjectScope scope, IErasureTally tally, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        foreach (var partition in ToolCallKey.Partitions(scope.TenantId))
        {
            List<string> ids = await SearchesAsync(partition, cancellationToken);
            await foreach (var document in ScanAsync(partition, scope, cancellationToken)) ids.Add(document.Id);
            await tally.RemoveAsync(ids.Distinct(StringComparer.Ordinal), static id => id, async id => await store.DeleteAsync(partition, id, null, cancellationToken), cancellationToken);
        }
    }

    private async ValueTask<JsonElement?> ContentAsync(DocumentPartition partition, string id, StoredToolCall call, CancellationToken cancellationToken)
    {
        if (call.Content is { } whole) return JsonElement.Parse(Convert.FromBase64String(whole));
        using var content = new MemoryStream();
        for (var i = 0; i < call.Parts; i++)
        {
            if ((await store.ReadAsync(partition, string.Create(CultureInfo.InvariantCulture, $"{id}:{i}"), cancellationToken)).Document is not { } part) return null;
            content.Write(Convert.FromBase64String(JsonSerializer.Deserialize(part.Body.Span, ToolCallJson.Default.StoredPart)!.Content));
        }

        return JsonElement.Parse(content.ToArray());
    }

    /// <summary>What memory and contexts gave out may be of the person, whoever asked for it; asked again it is found anew.</summary>
    private async ValueTask<List<string>> SearchesAsync(DocumentPartition partition, CancellationToken cancellationToken)
    {
        List<string> ids = [];
        var query = new DocumentQuery(new DocumentFilter.OneOf("tool", [MemorySearchTool.ToolName, ContextExpandTool.ToolName]));
        do
        {
            var page = await store.QueryAsync(partition, query, cancellationToken);
            foreach (var document in page.Items)
            {
                if (JsonSerializer.Deserialize(document.Body.Span, ToolCallJson.Default.StoredToolCall) is not { IsAnswered: true } call) continue;
                for (var i = 0; i < call.Parts; i++) ids.Add(string.Create(CultureInfo.InvariantCulture, $"{document.Id}:{i}"));
                ids.Add(document.Id);
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return ids;
    }

    private async IAsyncEnumerable<Document> ScanAsync(DocumentPartition partition, SubjectScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<DocumentFilter> filters = [DocumentFilter.Equal("subject", scope.Subject)];
        if (scope.Agent is { } agent) filters.Add(DocumentFilter.Equal("agent", agent));
        filters.AddRange(scope.TeamFilters());
        var query = new DocumentQuery(new DocumentFilter.All(filters));
        do
        {
            var page = await store.QueryAsync(partition, query, cancellationToken);
            foreach (var document in page.Items) yield return document;
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }
}
