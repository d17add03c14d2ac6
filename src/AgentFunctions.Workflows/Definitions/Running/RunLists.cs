using System.Text.Json;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Workflows.Definitions.Activities;

namespace AgentFunctions.Workflows.Definitions.Running;

/// <summary>Lists that a run goes through or makes: small ones in the workflow, large ones in pages and by reference.</summary>
internal sealed class RunLists(DefinitionRun run)
{
    private const int Page = 50;
    private const int MaxAtOnce = 20 * 1024;
    private IReadOnlyList<JsonElement> _page = [];
    private int _from;

    public static JsonElement Empty { get; } = EnvironmentJson.Make(static writer =>
    {
        writer.WriteStartArray();
        writer.WriteEndArray();
    });

    /// <summary>Entries; null: it is no list.</summary>
    public async Task<int?> CountAsync(JsonElement list)
    {
        if (PayloadReferences.Find(list) is null) return list.ValueKind == JsonValueKind.Array ? list.GetArrayLength() : null;
        var result = await run.CallAsync(DefinitionActivities.List, Input(list));
        return result.Count < 0 ? null : result.Count;
    }

    /// <summary>At least one and at most so many entries.</summary>
    public async Task<IReadOnlyList<JsonElement>> ReadAsync(JsonElement list, int from, int most)
    {
        if (PayloadReferences.Find(list) is null) return [.. list.EnumerateArray().Skip(from).Take(most)];
        if (from < _from || from >= _from + _page.Count)
        {
            var result = await run.CallAsync(DefinitionActivities.List, Input(list) with { From = from, Take = Page });
            (_page, _from) = (result.Items, from);
        }

        return [.. _page.Skip(from - _from).Take(most)];
    }

    public async Task<JsonElement?> AppendAsync(JsonElement? list, IReadOnlyList<JsonElement> more)
    {
        var held = list ?? Empty;
        if (PayloadReferences.Find(held) is null && more.All(static v => PayloadReferences.Find(v) is null) && EnvironmentJson.SizeOf(held) + more.Sum(EnvironmentJson.SizeOf) + more.Count <= RunValues.MaxInline)
            return Join(held, more);
        var batch = new List<JsonElement>();
        foreach (var value in more)
        {
            batch.Add(value);
            if (batch.Sum(EnvironmentJson.SizeOf) < MaxAtOnce) continue;
            held = await AddAsync(held, batch);
            batch = [];
        }

        return batch.Count == 0 ? held : await AddAsync(held, batch);
    }

    private async Task<JsonElement> AddAsync(JsonElement list, IReadOnlyList<JsonElement> more) => (await run.CallAsync(DefinitionActivities.List, Input(list) with { Add = more })).List!.Value;

    private ListInput Input(JsonElement list) => new() { TenantId = run.State.TenantId, RunId = run.State.RunId, List = list };

    private static JsonElement Join(JsonElement list, IReadOnlyList<JsonElement> more) => EnvironmentJson.Make(writer =>
    {
        writer.WriteStartArray();
        foreach (var value in list.EnumerateArray().Concat(more)) value.WriteTo(writer);
        writer.WriteEndArray();
    });
}
