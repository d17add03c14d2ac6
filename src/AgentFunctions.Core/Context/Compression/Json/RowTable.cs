using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AgentFunctions.Core.Context.Compression.Json;

/// <summary>A list of objects as columns and rows. Objects within them become columns of their own (<c>user.login</c>).</summary>
internal sealed class RowTable
{
    private const int LeastRows = 2;
    private const int MostColumns = 80;
    private const int DeepestColumn = 4;
    private const int LongestPath = 200;

    // A table of which most cells are empty is longer than its objects.
    private const int EmptyCellsToFilled = 2;

    private readonly FieldChoice _fields;
    private readonly List<RowColumn> _all = [];
    private readonly List<(int Row, int Column, JsonElement Value)> _read = [];
    private JsonElement[] _cells = [];
    private bool _fits = true;

    private readonly int _deepest;

    private RowTable(FieldChoice fields, int deepest) => (_fields, _deepest) = (fields, deepest);

    public int Rows { get; private set; }

    /// <summary>Columns whose cells differ.</summary>
    public List<RowColumn> Columns { get; } = [];

    /// <summary>Columns that have one value in every row.</summary>
    public List<RowColumn> Constants { get; } = [];

    public JsonElement Cell(int row, RowColumn column) => _cells[(row * _all.Count) + column.Index];

    /// <summary>null: not a list of objects, or one that is no shorter as a table.</summary>
    public static RowTable? Read(JsonElement array, FieldChoice fields)
    {
        if (array.GetArrayLength() < LeastRows) return null;

        // A name with a dot in it may be the path of another column: then objects within objects stay what they are.
        var table = Read(array, fields, DeepestColumn);
        return table is not null && table.HasNameTwice() ? Read(array, fields, 0) : table;
    }

    private static RowTable? Read(JsonElement array, FieldChoice fields, int deepest)
    {
        var table = new RowTable(fields, deepest);
        var root = new ColumnNode([]);
        foreach (var element in array.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Object) return null;
            table.ReadObject(element, root, 0);
            if (!table._fits) return null;
            table.Rows++;
        }

        return table.Fill() ? table : null;
    }

    private void ReadObject(JsonElement value, ColumnNode node, int depth)
    {
        var position = 0;
        foreach (var member in value.EnumerateObject())
        {
            var rawName = JsonMarshal.GetRawUtf8PropertyName(member);
            var child = node.Child(rawName, position++);
            if (JsonProjector.IsEmpty(member.Value)) continue;
            if (child.Path.Length > LongestPath || position > MostColumns) _fits = false;
            if (!_fits) return;
            if (member.Value.ValueKind == JsonValueKind.Object && depth < _deepest) ReadObject(member.Value, child, depth + 1);
            else if (child.Column is not null || member.Value.ValueKind == JsonValueKind.Array || _fields.Keeps(rawName)) Add(child, member.Value);
        }
    }

    private void Add(ColumnNode node, JsonElement value)
    {
        if (node.Column is null)
        {
            node.Column = new RowColumn(_all.Count, node.Path);
            _all.Add(node.Column);
            if (_all.Count > MostColumns) _fits = false;
        }

        _read.Add((Rows, node.Column.Index, value));
    }

    private bool Fill()
    {
        if (_all.Count == 0 || (long)Rows * _all.Count > ((long)_read.Count * (1 + EmptyCellsToFilled)) + 16) return false;
        _cells = new JsonElement[Rows * _all.Count];
        foreach (var (row, column, value) in _read) _cells[(row * _all.Count) + column] = value;
        foreach (var column in _all) (IsConstant(column) ? Constants : Columns).Add(column);
        return true;
    }

    private bool HasNameTwice()
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var column in _all)
            if (!names.Add(Encoding.UTF8.GetString(column.Name))) return true;
        return false;
    }

    private bool IsConstant(RowColumn column)
    {
        if (Cell(0, column).ValueKind == JsonValueKind.Undefined) return false;
        var first = JsonMarshal.GetRawUtf8Value(Cell(0, column));
        for (var row = 1; row < Rows; row++)
        {
            var cell = Cell(row, column);
            if (cell.ValueKind == JsonValueKind.Undefined || !JsonMarshal.GetRawUtf8Value(cell).SequenceEqual(first)) return false;
        }

        return true;
    }
}
