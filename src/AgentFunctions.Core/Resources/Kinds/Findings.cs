using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Resources.Kinds;

/// <summary>Collects what is wrong with a resource. Messages say what to write instead and never repeat a value, which may be a secret in the wrong place.</summary>
public sealed class Findings
{
    private const int MaxFindings = 100;
    private readonly List<FieldError> _items = [];

    public IReadOnlyList<FieldError> Items => _items;

    public bool Any => _items.Count > 0;

    /// <summary>More are not kept, so looking further is in vain.</summary>
    public bool IsFull => _items.Count == MaxFindings;

    public void Add(string path, string message)
    {
        if (_items.Count < MaxFindings && !_items.Exists(f => f.Path == path && f.Message == message)) _items.Add(new FieldError(path, message));
    }

    /// <summary>The findings as one refusal.</summary>
    /// <param name="what">The thing that is wrong.</param>
    /// <param name="code">One of <see cref="ErrorCodes"/>.</param>
    public ApiError ToError(string what, string code = ErrorCodes.InvalidResource)
    {
        var first = _items[0];
        var more = _items.Count > 1 ? $"; {_items.Count - 1} more in details." : "";
        return new ApiError(400, code, $"{what} is not valid. {first.Path}: {first.Message}{more}")
        {
            Param = first.Path,
            Details = [.. _items],
            ShouldRetry = false,
        };
    }
}
