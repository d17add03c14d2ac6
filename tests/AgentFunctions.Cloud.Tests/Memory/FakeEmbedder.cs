using AgentFunctions.Core.Memory.Search;

namespace AgentFunctions.Cloud.Tests.Memory;

/// <summary>Texts about water, fire and earth lie on three axes. An agent without a model has none.</summary>
internal sealed class FakeEmbedder : IEmbedder
{
    private static readonly string[][] Axes = [["river", "boat", "lake", "ferry"], ["candle", "stove", "oven", "fire"], ["garden", "orchid", "soil", "field"]];

    public string? Model { get; set; } = "axes";

    public int Dimensions { get; set; } = 3;

    public int Texts { get; private set; }

    public ValueTask<string?> FindModelAsync(string tenantId, string agent, CancellationToken cancellationToken) => ValueTask.FromResult(Model);

    public ValueTask<IReadOnlyList<ReadOnlyMemory<float>>?> EmbedAsync(string tenantId, string agent, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        if (Model is null) return ValueTask.FromResult<IReadOnlyList<ReadOnlyMemory<float>>?>(null);
        Texts += texts.Count;
        return ValueTask.FromResult<IReadOnlyList<ReadOnlyMemory<float>>?>([.. texts.Select(text => new ReadOnlyMemory<float>(Of(text)))]);
    }

    public float[] Of(string text)
    {
        var vector = new float[Dimensions];
        for (var axis = 0; axis < Math.Min(Dimensions, Axes.Length); axis++) vector[axis] = 0.01f + Axes[axis].Count(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
        return vector;
    }
}
