using System.Text.Json;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Definitions.Running;

namespace AgentFunctions.Workflows.Definitions.Activities;

/// <summary>Adds to lists and reads pages of them.</summary>
internal sealed class ListActivity(StepContents contents) : Activity<ListInput, ListResult>
{
    private const int MaxPageBytes = 20 * 1024;

    public override async Task<ListResult> RunAsync(ListInput input, CancellationToken cancellationToken)
    {
        var list = input.List is { } held ? await contents.ReadAsync(input.TenantId, input.RunId, held, cancellationToken) : RunLists.Empty;
        if (list.ValueKind != JsonValueKind.Array) return new ListResult(-1, null, []);
        if (input.Add.Count > 0)
        {
            var added = new List<JsonElement>(input.Add.Count);
            foreach (var value in input.Add) added.Add(await contents.ReadAsync(input.TenantId, input.RunId, value, cancellationToken));
            var longer = EnvironmentJson.Make(writer =>
            {
                writer.WriteStartArray();
                foreach (var value in list.EnumerateArray().Concat(added)) value.WriteTo(writer);
                writer.WriteEndArray();
            });
            var whole = await contents.KeepAsync(input.TenantId, input.RunId, longer, cancellationToken);
            return new ListResult(longer.GetArrayLength(), whole, []) { Bytes = StepContents.BytesOf(longer, whole) };
        }

        var page = new List<JsonElement>();
        var (size, bytes) = (0, 0L);
        foreach (var value in list.EnumerateArray().Skip(input.From).Take(input.Take))
        {
            var kept = await contents.KeepAsync(input.TenantId, input.RunId, value, cancellationToken);
            bytes += StepContents.BytesOf(value, kept);
            size += EnvironmentJson.SizeOf(kept);
            if (size > MaxPageBytes && page.Count > 0) break;
            page.Add(kept);
        }

        return new ListResult(list.GetArrayLength(), null, page) { Bytes = bytes };
    }
}
