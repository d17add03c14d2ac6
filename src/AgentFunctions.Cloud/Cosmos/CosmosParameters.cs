using System.Globalization;
using AgentFunctions.Core.Documents;
using Microsoft.Azure.Cosmos;

namespace AgentFunctions.Cloud.Cosmos;

/// <summary>Values of a query, each bound as a parameter.</summary>
internal sealed class CosmosParameters
{
    private readonly List<object?> _values = [];

    public string Add(DocumentValue value)
    {
        _values.Add(value.Value);
        return string.Create(CultureInfo.InvariantCulture, $"@p{_values.Count - 1}");
    }

    /// <summary>A vector, as an array of numbers.</summary>
    public string Add(ReadOnlyMemory<float> vector)
    {
        _values.Add(vector.ToArray());
        return string.Create(CultureInfo.InvariantCulture, $"@p{_values.Count - 1}");
    }

    public QueryDefinition Of(string sql)
    {
        var query = new QueryDefinition(sql);
        for (var i = 0; i < _values.Count; i++) query = query.WithParameter(string.Create(CultureInfo.InvariantCulture, $"@p{i}"), _values[i]);
        return query;
    }
}
